using System.Diagnostics;
using Rvos.Testing.Cluster;

namespace Rvos.SystemTests.Support;

/// <summary>Runs the <c>rvos</c> command as a process.</summary>
internal static class RvosCommand
{
    /// <summary>Exit code and what was said on both streams.</summary>
    internal static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Programs.Rvos, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors + await output);
    }
}
