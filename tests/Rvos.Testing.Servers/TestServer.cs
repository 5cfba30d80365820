using System.Diagnostics;

namespace Rvos.Testing.Servers;

/// <summary>
/// A private server on loopback with its data in a temporary folder. It may be stopped, killed and started again: data, ports
/// and addresses stay the same until it is disposed. Not thread-safe.
/// </summary>
public abstract class TestServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly List<PortLease> _ports = [];
    private ServerProcess? _process;

    /// <summary>Creates the folder.</summary>
    /// <param name="name">Of the server, for its folder and for messages.</param>
    protected TestServer(string name)
    {
        Name = name;
        Folder = Directory.CreateTempSubdirectory($"rvos-{name}-").FullName;
    }

    /// <summary>Of the kind of server.</summary>
    public string Name { get; }

    /// <summary>Holds its data; removed on dispose.</summary>
    public string Folder { get; }

    /// <summary>True between a start and a stop or kill.</summary>
    public bool IsRunning => _process is { IsRunning: true };

    /// <summary>Process id of the running server.</summary>
    /// <exception cref="InvalidOperationException">It is not running.</exception>
    public int ProcessId => _process?.ProcessId ?? throw new InvalidOperationException($"{Name} is not running");

    /// <summary>The last lines that it wrote; empty when it is not running.</summary>
    public string Output => _process?.Output ?? "";

    /// <summary>Starts it and waits until it answers, for at most 90 s.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not answer; the message has what it wrote.</exception>
    public async Task StartAsync()
    {
        if (IsRunning) return;
        await PrepareAsync().ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            _process ??= Launch();
            if (await AnswersAsync().ConfigureAwait(false)) return;
            if (!_process.IsRunning || watch.Elapsed > StartLimit)
            {
                var output = _process.Output;
                await EndAsync(process => process.KillAsync()).ConfigureAwait(false);
                throw new InvalidOperationException($"{Name} did not start within {watch.Elapsed.TotalSeconds:F0} s:\n{output}");
            }
            await Task.Delay(100).ConfigureAwait(false);
        }
    }

    /// <summary>Ends it in order.</summary>
    public Task StopAsync() => EndAsync(StopAsync);

    /// <summary>Ends it with kill -9.</summary>
    public Task KillAsync() => EndAsync(process => process.KillAsync());

    /// <summary>Ends it in order and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await StartAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        await CleanAsync().ConfigureAwait(false);
        foreach (var port in _ports) port.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a new server; one that does not start leaves nothing behind.</summary>
    /// <typeparam name="T">Kind of server.</typeparam>
    /// <param name="server">Not started yet.</param>
    protected static async Task<T> StartedAsync<T>(T server) where T : TestServer
    {
        try
        {
            await server.StartAsync().ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A port for the server's lifetime.</summary>
    protected int TakePort()
    {
        var port = PortLease.Take();
        _ports.Add(port);
        return port.Port;
    }

    /// <summary>Whatever must be there before a start; repeated at each.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Starts the process.</summary>
    protected abstract ServerProcess Launch();

    /// <summary>Whether it serves its clients already.</summary>
    protected abstract Task<bool> AnswersAsync();

    /// <summary>Ends the process in order.</summary>
    protected virtual Task StopAsync(ServerProcess process) => process.StopAsync();

    /// <summary>Ends what else was started; the process has ended already.</summary>
    protected virtual Task CleanAsync() => Task.CompletedTask;

    private async Task EndAsync(Func<ServerProcess, Task> end)
    {
        if (_process is null) return;
        await end(_process).ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
        _process = null;
    }
}
