using System.Diagnostics;

namespace Rvos.Testing.Servers;

/// <summary>A program that runs to its end.</summary>
internal static class Tool
{
    /// <summary>Runs it and returns its exit status and what it wrote.</summary>
    public static async Task<(int Status, string Output)> TryRunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        return (process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
    }

    /// <summary>Runs it and returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    public static async Task<string> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (status, output) = await TryRunAsync(command, environment).ConfigureAwait(false);
        if (status != 0) throw new InvalidOperationException($"{string.Join(' ', command)} failed ({status}): {output}");
        return output;
    }
}
