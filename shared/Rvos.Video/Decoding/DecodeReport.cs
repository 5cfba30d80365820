using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Decoding;

/// <summary>What became of a source, known after its last frame.</summary>
/// <param name="FramesDelivered">Frames the reader got.</param>
/// <param name="FramesExpected">Frames the container declares; null when it does not say.</param>
/// <param name="Damaged">ffmpeg met errors: frames may be missing, or concealed where they were broken.</param>
/// <param name="Truncated">The file ends before its declared end.</param>
/// <param name="Messages">What was said of the damage, for users (<see cref="LibraryText"/>): distinct, bounded in number and length.</param>
public sealed record DecodeReport(
    int FramesDelivered, long? FramesExpected, bool Damaged, bool Truncated, IReadOnlyList<string> Messages)
{
    /// <summary>What a reader of the results should know though nothing was lost: repaired timestamps, pictures that were scaled. Whole sentences without a full stop.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>ffmpeg's own words, for the log: with paths and names of this machine.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>True when nothing is known to be lost.</summary>
    public bool IsWhole => !Damaged && !Truncated;

    /// <summary>One line for a person, for example "3 of 60 frames; the file is truncated and damaged: … partial file".</summary>
    public string Summary
    {
        get
        {
            var count = FramesExpected is { } expected && expected != FramesDelivered
                ? $"{FramesDelivered} of {expected} frames" : $"{FramesDelivered} frames";
            if (IsWhole) return count;
            var state = Truncated ? Damaged ? "truncated and damaged" : "truncated" : "damaged";
            return Messages.Count == 0 ? $"{count}; the file is {state}" : $"{count}; the file is {state}: {string.Join("; ", Messages.Take(3))}";
        }
    }
}
