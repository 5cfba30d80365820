// Servers and tools of the tests are Unix programs.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
