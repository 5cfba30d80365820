using System.Diagnostics;
using System.Runtime.InteropServices;
using Rvos.Testing.Servers;

namespace Rvos.Hosting.Tests.Health;

/// <summary><see cref="SampleService"/> as a process of its own.</summary>
public sealed partial class SampleProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rvos-drain-");
    private readonly PortLease _port = PortLease.Take();
    private readonly Process _process;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };

    private bool _isDisposed;

    private SampleProcess(IEnumerable<string> settings)
    {
        File.WriteAllText(WorkFile, "");
        var arguments = new[]
        {
            typeof(SampleProcess).Assembly.Location, SampleService.Argument, "--urls", $"http://127.0.0.1:{_port.Port}", "--log", LogFile, "--work", WorkFile,
            "--Rvos:Database:ConnectionString", $"Data Source={_folder.FullName}/rvos.db",
        };
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments.Concat(settings)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, line) => Output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public System.Collections.Concurrent.ConcurrentQueue<string> Output { get; } = new();

    public string[] Log => File.Exists(LogFile) ? File.ReadAllLines(LogFile) : [];

    private string LogFile => Path.Combine(_folder.FullName, "log");

    private string WorkFile => Path.Combine(_folder.FullName, "work");

    public static async Task<SampleProcess> StartAsync(params string[] settings)
    {
        var process = new SampleProcess(settings);
        await process.UntilAsync("/health/startup", 200);
        return process;
    }

    public void EndWork() => File.Delete(WorkFile);

    public void Terminate() => Assert.Equal(0, Signal(_process.Id, SigTerm));

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async Task<string> GetAsync(string path) => await _client.GetStringAsync(new Uri($"http://127.0.0.1:{_port.Port}{path}"));

    public async Task PostAsync(string path, string traceParent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_port.Port}{path}") { Headers = { { "traceparent", traceParent } } };
        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async Task<int> StatusAsync(string path)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri($"http://127.0.0.1:{_port.Port}{path}"));
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public async Task UntilAsync(string path, int status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await StatusAsync(path) != status)
        {
            Assert.False(_process.HasExited, string.Join('\n', Output));
            await Task.Delay(30, patience.Token);
        }
    }

    public async Task UntilAsync(string path, int status, string text)
    {
        await UntilAsync(path, status);
        using var patience = new CancellationTokenSource(Patience);
        while (await GetAsync(path) != text) await Task.Delay(30, patience.Token);
    }

    public async Task UntilOutputAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Output.Any(line => line.Contains(text, StringComparison.Ordinal))) await Task.Delay(30, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        _port.Dispose();
        _folder.Delete(recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
