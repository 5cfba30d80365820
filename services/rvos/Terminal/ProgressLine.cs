using System.Globalization;
using Spectre.Console;

namespace Rvos.Cli.Terminal;

/// <summary>Frames done, frames per second and time left: a moving line on a terminal, a plain line every few seconds otherwise. Always on stderr.</summary>
public sealed class ProgressLine(long? expected, TimeProvider time, bool isQuiet)
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5), MovingInterval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly bool isTerminal = !Console.IsErrorRedirected;
    private readonly long started = time.GetTimestamp();
    private TimeSpan shown;
    private bool isOpen;

    /// <summary>Shows the number of frames done, if it is time to.</summary>
    public void Update(int done) => Update(done, null);

    /// <summary>The same, with what is at work in front.</summary>
    public void Update(int done, string? at, string unit = "frames")
    {
        var elapsed = time.GetElapsedTime(started);
        if (isQuiet || elapsed - shown < (isTerminal ? MovingInterval : PlainInterval)) return;
        shown = elapsed;
        var text = (at is null ? "" : at + ": ") + Describe(done, elapsed, unit);
        if (isTerminal) console.Profile.Out.Writer.Write($"\r{text}\u001b[K");
        else Console.Error.WriteLine(text);
        isOpen = isTerminal;
    }

    /// <summary>Ends the moving line.</summary>
    public void Finish()
    {
        if (isOpen) console.Profile.Out.Writer.Write("\r\u001b[K");
        isOpen = false;
    }

    private string Describe(int done, TimeSpan elapsed, string unit)
    {
        var rate = done / Math.Max(0.001, elapsed.TotalSeconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{done}{(expected is { } all ? $" of {all}" : "")} {unit}, {rate:F1} {unit}/s");
        return expected is { } total && total > done && rate > 0 ? $"{text}, {TimeSpan.FromSeconds((total - done) / rate):m\\:ss} left" : text;
    }
}
