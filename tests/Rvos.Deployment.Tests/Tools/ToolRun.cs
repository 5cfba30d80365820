using System.Diagnostics;

namespace Rvos.Deployment.Tests.Tools;

/// <summary>How a program ended.</summary>
/// <param name="Status">0 for success.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Error">What it wrote to stderr.</param>
internal sealed record ToolRun(int Status, string Output, string Error)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="input">For its stdin.</param>
    /// <param name="limit">Time that it has, 5 minutes unless told; then it is killed with all that it started.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static ToolRun Of(IReadOnlyList<string> command, string input = "", TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var time = limit ?? TimeSpan.FromMinutes(5);
        // The output's end too: what the program leaves running may hold it open.
        if (process.WaitForExit(time) && Task.WaitAll([output, error], time)) return new ToolRun(process.ExitCode, output.Result, error.Result);
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"not within {time.TotalMinutes} minutes: {string.Join(' ', command)}");
    }

    /// <summary>What it wrote to stdout.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string OutputOrThrow() => Status == 0 ? Output : throw new InvalidOperationException($"failed ({Status}): {Error}{Output}");
}
