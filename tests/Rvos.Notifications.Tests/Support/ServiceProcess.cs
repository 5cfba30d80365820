using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Rvos.Notifications.Tests.Support;

/// <summary>The service as a process of its own, to be killed.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private const int SigTerm = 15;

    private readonly Process _process;

    private ServiceProcess(Process process) => _process = process;

    internal static ServiceProcess Start(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(NotificationsHost).Assembly.Location);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServiceProcess(process);
    }

    /// <summary>kill -9.</summary>
    internal void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, and the exit status.</summary>
    internal async Task<int> TerminateAsync(Func<Task> meanwhile)
    {
        Assert.Equal(0, Signal(_process.Id, SigTerm));
        await meanwhile();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
