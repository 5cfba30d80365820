using Rvos.Hosting.Tests.Health;

// The program runs the tests; a test of a process's end runs it as the service that it ends.
if (args is not [SampleService.Argument, ..]) return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
await SampleService.Create(args[1..]).RunAsync();
return 0;
