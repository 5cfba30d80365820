using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Rvos.Testing.Servers;

/// <summary>A server as a child process, in a session of its own, that ends with this process however this one ends.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    // Stays until it has reaped the server, whose process id would look alive otherwise. That id is the first line, told before the server can write.
    // It passes SIGTERM on from its first line: a server may be there, and be stopped, before its keeper has come to the next one.
    // Standard input closes when the test process dies, also by kill -9: then the whole session goes.
    private const string Keeper = """
        exec 3<&0
        server= stopped=
        trap 'stopped=yes; [ -z "$server" ] || kill -TERM $server' TERM
        sh -c 'echo $$; exec "$@"' server "$@" 3<&- </dev/null &
        server=$!
        [ -z "$stopped" ] || kill -TERM $server
        (read -r _ <&3; kill -KILL 0) &
        watch=$!
        wait $server; code=$?
        while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
        kill -KILL $watch
        exit $code
        """;

    private const int SigTerm = 15;
    private const int TailLines = 40;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _tail = new();

    private readonly int _server;

    private ServerProcess(Process process)
    {
        _process = process;
        process.Start();
        _server = int.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the server's keeper did not start"));
        _ = KeepAsync(process.StandardOutput);
        _ = KeepAsync(process.StandardError);
    }

    /// <summary>False once the server has ended.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Its process id.</summary>
    public int ProcessId => _server;

    /// <summary>The last lines that it wrote.</summary>
    public string Output => string.Join('\n', _tail);

    /// <summary>Starts a program.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="environment">Added to this process's environment.</param>
    public static ServerProcess Start(IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Keeper, "keeper", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new ServerProcess(new Process { StartInfo = start });
    }

    /// <summary>Asks it to end (SIGTERM) and waits; kills it after 30 s.</summary>
    public async Task StopAsync()
    {
        // It may have ended just now: then there is nothing to signal, and nothing to wait for.
        if (IsRunning) _ = Signal(_process.Id, SigTerm);
        try
        {
            await WaitAsync().WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await KillAsync().ConfigureAwait(false);
        }
    }

    /// <summary>kill -9 of the server and of all that it started.</summary>
    public async Task KillAsync()
    {
        try
        {
            using var server = Process.GetProcessById(_server);
            if (IsRunning) server.Kill(entireProcessTree: true);
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
        await WaitAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until it has ended.</summary>
    public Task WaitAsync() => _process.WaitForExitAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            _tail.Enqueue(line);
            while (_tail.Count > TailLines) _tail.TryDequeue(out _);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
