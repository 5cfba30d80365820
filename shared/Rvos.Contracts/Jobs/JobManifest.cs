namespace Rvos.Contracts.Jobs;

/// <summary>What the stages need to know of a job: a blob of JSON that ingestion writes and every stage reads before it works on a segment.</summary>
public sealed record JobManifest
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The video.</summary>
    public required string VideoId { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Objects to discover; 0 where masks are given.</summary>
    public int MaxObjects { get; init; }

    /// <summary>Columns of the video.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the video.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of the model's input.</summary>
    public required int InputWidth { get; init; }

    /// <summary>Rows of the model's input.</summary>
    public required int InputHeight { get; init; }

    /// <summary>Frames of a segment; the last one may have fewer.</summary>
    public required int SegmentLength { get; init; }

    /// <summary>Most frames that are decoded; a longer video fails.</summary>
    public required int MaxFrames { get; init; }

    /// <summary>Revisions of the masks, in order: each is decoded anew from its first segment to the end.</summary>
    public required IReadOnlyList<JobRevision> Revisions { get; init; }

    /// <summary>Masks that were given, in the order in which they came.</summary>
    public required IReadOnlyList<JobPrompt> Prompts { get; init; }

    /// <summary>True once the job has ended: whatever still comes for it is dropped.</summary>
    public bool HasEnded { get; init; }

    /// <summary>True for a tombstone: the job was cancelled or removed, nothing of it is kept, and whatever is still written for it is deleted. It has ended too.</summary>
    public bool IsRemoved { get; init; }
}
