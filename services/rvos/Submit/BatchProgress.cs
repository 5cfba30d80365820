using System.Globalization;
using Rvos.Cli.Submit.Client;
using Rvos.Cli.Submit.Files;
using Rvos.Contracts.Http;

namespace Rvos.Cli.Submit;

/// <summary>What is going on, on stderr: a moving line under the lines of what has happened on a terminal, plain lines otherwise.</summary>
internal sealed class BatchProgress(int total, TextWriter output, bool isTerminal, TimeProvider time)
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10), MovingInterval = TimeSpan.FromMilliseconds(100);
    private readonly Lock writing = new();
    private readonly Dictionary<SubmitFile, FileAt> files = [];
    private readonly long started = time.GetTimestamp();
    private TimeSpan shown;
    private int done, failed;
    private bool isOpen;

    /// <summary>A file has begun something.</summary>
    internal void Step(SubmitFile file, string what) => Update(file, at => at with { What = what, Part = null });

    /// <summary>Bytes of a file have been sent.</summary>
    internal void Sent(SubmitFile file, long bytes, long all) => Update(file, at => at with { What = "uploading", Part = string.Create(CultureInfo.InvariantCulture, $"{100.0 * bytes / all:F0} %") });

    /// <summary>A file's job was seen.</summary>
    internal void Seen(SubmitFile file, JobResponse job) => Update(file, at => at with
    {
        What = job.State,
        Part = JobState.IsFinal(job.State) || job.Progress.FramesDecoded == 0 ? null
            : string.Create(CultureInfo.InvariantCulture, $"{job.Progress.FramesSegmented}{(job.Progress.Frames is { } all ? $" of {all}" : "")} frames"),
    });

    /// <summary>Something does not work at the moment.</summary>
    internal void Trouble(SubmitFile file, string text)
    {
        lock (writing) Line($"{file.Name}: {text}");
    }

    /// <summary>A file is through.</summary>
    internal void Done(FileOutcome outcome)
    {
        lock (writing)
        {
            files.Remove(outcome.File);
            if (outcome.State == FileOutcome.Stopped) return;
            done++;
            if (!outcome.IsGood) failed++;
            var details = new[] { outcome.Job, outcome.Frames is { } frames ? $"{frames} frames" : null, outcome.IsEarlier ? "from before" : null, outcome.Output is null ? null : $"in {outcome.Output}", outcome.Reason, outcome.Warnings.Count > 0 ? $"warning: {string.Join(' ', outcome.Warnings)}" : null };
            Line($"[{done}/{total}] {outcome.File.Name}: {outcome.State}{string.Concat(details.Where(d => d is not null).Select(d => $", {d}"))}");
        }
    }

    /// <summary>Ends the moving line.</summary>
    internal void Finish()
    {
        lock (writing) Clear();
    }

    private void Update(SubmitFile file, Func<FileAt, FileAt> change)
    {
        lock (writing)
        {
            files[file] = change(files.GetValueOrDefault(file) ?? new FileAt("", null));
            var elapsed = time.GetElapsedTime(started);
            if (elapsed - shown < (isTerminal ? MovingInterval : PlainInterval)) return;
            shown = elapsed;
            var text = Overview();
            if (!isTerminal)
            {
                output.WriteLine(text);
                return;
            }

            var width = Width();
            output.Write($"\r{(text.Length < width ? text : text[..(width - 1)])}\u001b[K");
            isOpen = true;
        }
    }

    private string Overview()
    {
        var busy = files.OrderBy(f => f.Key.Name, StringComparer.Ordinal).Select(f => $"{f.Key.Name} {f.Value.What}{(f.Value.Part is { } part ? $" {part}" : "")}");
        return $"{done} of {total} files done{(failed > 0 ? $", {failed} not completed" : "")}{string.Concat(busy.Select(b => "; " + b))}";
    }

    private void Line(string text)
    {
        Clear();
        output.WriteLine(text.ReplaceLineEndings(" "));
    }

    private void Clear()
    {
        if (isOpen) output.Write("\r\u001b[K");
        isOpen = false;
    }

    private static int Width()
    {
        var width = Console.WindowWidth;
        return width > 20 ? width : 80;
    }

    private sealed record FileAt(string What, string? Part);
}
