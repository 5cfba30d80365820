using System.Diagnostics;
using Rvos.Testing;

namespace Rvos.Cli.Tests;

/// <summary>Runs the built program as a user would, and keeps what it said.</summary>
internal sealed record RvosProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    internal static string Sample(string name) => Path.Combine(SharedData.RepositoryRoot, "samples", name);

    internal static async Task<RvosProcess> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await FinishAsync(process);
    }

    internal static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "rvos.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // The tests' networks are too small for two threads, which would spin for each other on a busy machine.
        if (arguments[0] == "train") start.Environment["OMP_NUM_THREADS"] = "1";
        return Process.Start(start)!;
    }

    /// <summary>The address that <c>rvos serve</c> says it listens at. Warnings may come first; what comes after is of no interest, but must not fill the pipe.</summary>
    internal static async Task<string> AddressAsync(Process server)
    {
        _ = server.StandardError.ReadToEndAsync();
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains(" listens at ", StringComparison.Ordinal)) continue;
            _ = server.StandardOutput.ReadToEndAsync();
            return line.Split(" listens at ")[1].Split(';', ',')[0];
        }

        throw new InvalidOperationException("rvos serve ended");
    }

    internal static async Task<RvosProcess> FinishAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new RvosProcess(process.ExitCode, await output, await error);
    }
}
