using Rvos.Model;
using Rvos.Results.Prompts;

namespace Rvos.Cli.Commands;

/// <summary>What <c>rvos segment</c> was asked for.</summary>
internal sealed record SegmentRequest
{
    internal required string Input { get; init; }

    internal required string Output { get; init; }

    internal bool IsZeroShot { get; init; }

    internal int MaxObjects { get; init; }

    internal required string Format { get; init; }

    /// <summary>Whether outlines of objects are written too.</summary>
    internal bool WritesPolygons { get; init; }

    internal string? Model { get; init; }

    internal bool WritesOverlay { get; init; }

    internal bool PrintsJson { get; init; }

    internal bool HasPrompts { get; init; }

    /// <summary>Reads the prompts, once the video's size is known.</summary>
    internal required Func<int, int, PromptSet> Prompts { get; init; }

    internal required InferenceOptions Inference { get; init; }

    /// <summary>Checks what can be checked before anything is opened.</summary>
    /// <exception cref="ArgumentException">Options contradict each other or are out of range.</exception>
    internal SegmentRequest Validated()
    {
        if (!File.Exists(Input) && !Directory.Exists(Input)) throw new ArgumentException($"{Input}: no such file or folder");
        if (IsZeroShot && HasPrompts) throw new ArgumentException("--zero-shot discovers objects: leave out --mask, --box and --polygon");
        if (!IsZeroShot && !HasPrompts) throw new ArgumentException("show at least one object with --mask, --box or --polygon, or use --zero-shot");
        if (MaxObjects is < 1 or > 100) throw new ArgumentException($"--max-objects {MaxObjects}: 1 to 100");
        if (File.Exists(Output)) throw new ArgumentException($"{Output}: is a file, a folder is expected");
        return this;
    }
}
