using Rvos.Contracts.Jobs;

namespace Rvos.Ingestion.Jobs.Prompts;

/// <summary>What is given of a frame, ready to be stored.</summary>
/// <param name="Frame">Frame number from 0.</param>
/// <param name="Png">An indexed PNG of the video's size of what is given exactly; labels are object ids. Null where that is nothing.</param>
/// <param name="Objects">Ids that it and the boxes show, ascending.</param>
internal sealed record GivenMask(int Frame, byte[]? Png, IReadOnlyList<int> Objects)
{
    private const string End = ".png", BesideEnd = "-given.png";

    /// <summary>Boxes in which objects are to be found.</summary>
    internal IReadOnlyList<JobBox> Boxes { get; init; } = [];

    /// <summary>What the job's manifest says of it.</summary>
    /// <param name="blob">Name of the blob of the frame's masks.</param>
    internal JobPrompt Prompt(string blob) => new(Frame, blob)
    {
        Objects = Objects,
        Boxes = Boxes,
        Given = Png is not null && Boxes.Count > 0 ? blob[..^End.Length] + BesideEnd : null,
    };

    /// <summary>Name of the blob that <see cref="Png"/> is to be stored as.</summary>
    internal static string PngOf(JobPrompt prompt) => prompt.Given ?? prompt.Blob;
}
