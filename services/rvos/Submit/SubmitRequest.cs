using Rvos.Cli.Commands;
using Rvos.Cli.Submit.Client;

namespace Rvos.Cli.Submit;

/// <summary>What <c>rvos submit</c> was asked for.</summary>
internal sealed record SubmitRequest
{
    private const int MaximumLabels = 15;

    internal required IReadOnlyList<string> Inputs { get; init; }

    internal required Uri Server { get; init; }

    internal string? Key { get; init; }

    internal bool IsZeroShot { get; init; }

    internal int? MaxObjects { get; init; }

    internal string? Model { get; init; }

    internal IReadOnlyList<FramePrompt> Masks { get; init; } = [];

    internal IReadOnlyList<FramePrompt> Boxes { get; init; } = [];

    /// <summary>Whether boxes are masks as they are.</summary>
    internal bool FillsBoxes { get; init; }

    internal IReadOnlyList<FramePrompt> Polygons { get; init; } = [];

    internal string? MasksFolder { get; init; }

    internal IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    internal string? Webhook { get; init; }

    internal bool WritesOverlay { get; init; } = true;

    internal bool Waits { get; init; }

    internal string? Output { get; init; }

    internal int Parallel { get; init; } = 4;

    internal required string Journal { get; init; }

    internal bool PrintsJson { get; init; }

    internal bool RetriesFailed { get; init; }

    internal RetryOptions Retry { get; init; } = new();

    internal bool HasPrompts => Masks.Count + Boxes.Count + Polygons.Count > 0 || MasksFolder is not null;

    /// <summary>Checks what can be checked before anything is opened.</summary>
    /// <exception cref="ArgumentException">Options contradict each other or are out of range.</exception>
    internal SubmitRequest Validated()
    {
        if (Inputs.Count == 0) throw new ArgumentException("name at least one video, folder, glob or @list");
        if (IsZeroShot && HasPrompts) throw new ArgumentException("--zero-shot discovers objects: leave out --mask, --masks-dir, --box and --polygon");
        if (!IsZeroShot && !HasPrompts) throw new ArgumentException("show at least one object with --mask, --masks-dir, --box or --polygon, or use --zero-shot");
        if (FillsBoxes && Boxes.Count == 0) throw new ArgumentException("--fill-box belongs to --box");
        if (MaxObjects is not null && !IsZeroShot) throw new ArgumentException("--max-objects is for --zero-shot");
        if (MaxObjects is < 1 or > 100) throw new ArgumentException($"--max-objects {MaxObjects}: 1 to 100");
        if (Parallel is < 1 or > 64) throw new ArgumentException($"--parallel {Parallel}: 1 to 64");
        if (Retry.Patience < TimeSpan.Zero || Retry.Patience > TimeSpan.FromDays(1)) throw new ArgumentException($"--patience {Retry.Patience.TotalSeconds}: 0 to 86400 seconds");
        if (MasksFolder is not null && !Directory.Exists(MasksFolder)) throw new ArgumentException($"--masks-dir {MasksFolder}: no such folder");
        if (Labels.Count > MaximumLabels) throw new ArgumentException($"{Labels.Count} labels: {MaximumLabels} at most");
        if (Output is not null && File.Exists(Output)) throw new ArgumentException($"{Output}: is a file, a folder is expected");
        if (Directory.Exists(Journal)) throw new ArgumentException($"--journal {Journal}: is a folder, a file is expected");
        return this;
    }
}
