using System.ComponentModel;
using System.Diagnostics;

namespace Rvos.Video.Ffmpeg;

/// <summary>
/// ffmpeg or ffprobe as a child: an argument vector (never a shell), pipes on all three streams, the address space capped
/// with prlimit and a session of its own with setsid where the system has them. Owns the child: disposing kills it.
/// </summary>
internal sealed class FfmpegProcess : IDisposable
{
    // SIGSYS, the last that has a name: ffmpeg's own exit codes lie beyond.
    private const int LastSignal = 31;

    private readonly Process _process;
    private int _disposed;

    private FfmpegProcess(Process process) => _process = process;

    /// <summary>The child's standard input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The child's standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>The child's standard error.</summary>
    public Stream Error => _process.StandardError.BaseStream;

    /// <summary>Starts a tool. Without <paramref name="feeds"/> its standard input is empty.</summary>
    /// <exception cref="FfmpegMissingException">The tool is not there or cannot be started.</exception>
    public static FfmpegProcess Start(string tool, IEnumerable<string> arguments, long memoryBytes, bool feeds = false)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        // Thread arenas reserve 64 MiB of address space each, which the cap would count.
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        foreach (var word in CommandLine(FfmpegTools.Locate(tool), memoryBytes))
        {
            if (start.FileName.Length == 0) start.FileName = word;
            else start.ArgumentList.Add(word);
        }
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            var process = Process.Start(start) ?? throw new FfmpegMissingException($"'{tool}' could not be started.");
            if (!feeds) process.StandardInput.Close();
            return new FfmpegProcess(process);
        }
        catch (Win32Exception error)
        {
            throw new FfmpegMissingException($"'{tool}' could not be started: {error.Message}", error);
        }
    }

    /// <summary>Kills the child and what it started; harmless when it has ended.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already, or was disposed in the same moment.
        }
        catch (Win32Exception)
        {
            // It is ending.
        }
    }

    /// <summary>Waits until the child has ended and returns its exit code (137 after a kill).</summary>
    public int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>The number of the signal that ended a child, from its exit code; null when it ended by itself.</summary>
    public static int? SignalOf(int exit) => exit is > 128 and <= 128 + LastSignal ? exit - 128 : null;

    /// <inheritdoc cref="WaitForExit"/>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        Kill();
        _process.Dispose();
    }

    private static IEnumerable<string> CommandLine(string tool, long memoryBytes)
    {
        if (OperatingSystem.IsLinux())
        {
            // A session of its own: Ctrl-C on the terminal reaches us alone, and we end the child in order.
            if (FfmpegTools.Find("setsid") is { } setsid) yield return setsid;
            if (FfmpegTools.Find("prlimit") is { } prlimit)
            {
                yield return prlimit;
                yield return $"--as={memoryBytes}";
                yield return "--core=0";
            }
        }
        yield return tool;
    }
}
