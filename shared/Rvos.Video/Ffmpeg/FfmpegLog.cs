using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Rvos.Video.Ffmpeg;

/// <summary>
/// Reads the standard error of an ffmpeg that runs with "-loglevel repeat+level+info": frame stamps become a queue,
/// errors and notes of damage a bounded list. Always drains the pipe, so that ffmpeg never waits on it.
/// </summary>
internal sealed partial class FfmpegLog : IDisposable
{
    /// <summary>The filter whose lines carry the stamps; it belongs last in the filter chain.</summary>
    public const string StampFilter = "sidedata=mode=delete,showinfo@stamp=checksum=0";

    /// <summary>The filter whose lines tell the size of each frame as it was decoded; it belongs first in the filter chain.</summary>
    public const string SizeFilter = "sidedata=mode=delete,showinfo@decoded=checksum=0";

    private const string StampPrefix = "[showinfo@stamp @ ";
    private const string SizePrefix = "[showinfo@decoded @ ";
    private const int MaxSizes = 16;
    private const int MaxLineBytes = 2048;
    private const int MaxProblems = 40;

    private readonly BlockingCollection<FrameStamp> _stamps = new(new ConcurrentQueue<FrameStamp>());
    private readonly List<string> _problems = [];
    private readonly Dictionary<(int Width, int Height), int> _sizes = [];
    private readonly Task _pump;
    private Rational _timeBase = new(1, 1);

    /// <summary>Starts to read <paramref name="error"/> on a thread of its own, to its end.</summary>
    public FfmpegLog(Stream error) =>
        _pump = Task.Factory.StartNew(() => Pump(error), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>How many messages told of an error or of damage.</summary>
    public int ProblemCount { get; private set; }

    /// <summary>How many frames were decoded in which size, of the first 16 sizes; complete once the child has ended.</summary>
    public IReadOnlyDictionary<(int Width, int Height), int> Sizes()
    {
        _pump.Wait();
        return _sizes;
    }

    /// <summary>The next frame's stamp; false at the end of the log.</summary>
    public bool TryTakeStamp(out FrameStamp stamp) => _stamps.TryTake(out stamp, Timeout.Infinite);

    /// <summary>The first distinct messages of errors and damage; complete once the child has ended.</summary>
    public IReadOnlyList<string> Problems()
    {
        _pump.Wait();
        return _problems;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pump.Wait();
        _stamps.Dispose();
    }

    /// <summary>Takes one line of the log.</summary>
    internal void Accept(string line)
    {
        if (Find(line, StampPrefix) is { } stamp) AcceptStamp(stamp);
        else if (Find(line, SizePrefix) is { } size) AcceptSize(size);
        if (IsProblem(line)) AcceptProblem(line);
    }

    // Metadata of the file is echoed on indented or "[info]" lines: it must not pass for a filter's line.
    private static string? Find(string line, string prefix)
    {
        var at = line.IndexOf(prefix, StringComparison.Ordinal);
        return at == 0 || (at > 0 && line[0] != ' ' && !line.StartsWith("[info]", StringComparison.Ordinal)) ? line[at..] : null;
    }

    private static bool IsProblem(string line) =>
        // The raw output has no use for timestamps, so its complaints about them are no damage.
        !line.StartsWith("[rawvideo @", StringComparison.Ordinal) && IsTrouble(line);

    private static bool IsTrouble(string line) =>
        line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[fatal]", StringComparison.Ordinal)
        || line.Contains("[panic]", StringComparison.Ordinal)
        || (line.Contains("[warning]", StringComparison.Ordinal) && line.Contains("corrupt", StringComparison.OrdinalIgnoreCase));

    private void AcceptStamp(string line)
    {
        if (Stamp().Match(line) is { Success: true } frame)
        {
            long? pts = long.TryParse(frame.Groups[1].ValueSpan, out var ticks) ? ticks : null;
            _stamps.Add(new FrameStamp(pts, _timeBase, int.Parse(frame.Groups[2].ValueSpan), int.Parse(frame.Groups[3].ValueSpan)));
        }
        else if (InputTimeBase().Match(line) is { Success: true } match)
        {
            _timeBase = Rational.ParsePositive(match.Groups[1].Value) ?? _timeBase;
        }
    }

    private void AcceptSize(string line)
    {
        if (Stamp().Match(line) is not { Success: true } frame) return;
        var size = (int.Parse(frame.Groups[2].ValueSpan), int.Parse(frame.Groups[3].ValueSpan));
        if (_sizes.Count < MaxSizes || _sizes.ContainsKey(size)) _sizes[size] = _sizes.GetValueOrDefault(size) + 1;
    }

    private void AcceptProblem(string line)
    {
        ProblemCount++;
        if (_problems.Count >= MaxProblems) return;
        var text = Noise().Replace(line, "").Trim();
        if (text.Length > 300) text = text[..300];
        if (text.Length > 0 && !_problems.Contains(text)) _problems.Add(text);
    }

    private void Pump(Stream error)
    {
        var block = new byte[16384];
        var line = new StringBuilder(256);
        try
        {
            for (int count; (count = error.Read(block)) > 0;)
            {
                foreach (var value in block.AsSpan(0, count))
                {
                    if (value is (byte)'\n' or (byte)'\r') Flush(line);
                    else if (line.Length < MaxLineBytes) line.Append(value is >= 32 and < 127 ? (char)value : '?');
                }
            }
            Flush(line);
        }
        finally
        {
            _stamps.CompleteAdding();
        }
    }

    private void Flush(StringBuilder line)
    {
        if (line.Length > 0) Accept(line.ToString());
        line.Clear();
    }

    [GeneratedRegex(@"\bn: *\d+ pts: *(-?\d+|NOPTS) .* s:(\d{1,6})x(\d{1,6}) ")]
    private static partial Regex Stamp();

    [GeneratedRegex(@"config in time_base: (\d+/\d+)")]
    private static partial Regex InputTimeBase();

    [GeneratedRegex(@"\[(error|fatal|panic|warning)\] | @ 0x[0-9a-f]+")]
    private static partial Regex Noise();
}
