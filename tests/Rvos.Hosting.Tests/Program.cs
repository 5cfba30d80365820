using Rvos.Hosting.Tests.Health;

// The test runner loads this assembly as a library; a test of a process's end runs it as the program that it ends.
await SampleService.Create(args).RunAsync();
