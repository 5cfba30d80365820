using Rvos.Hosting.Jobs;

namespace Rvos.Decoder;

/// <summary>What the inference of a segment leaves; masks may still be on their way to PNG.</summary>
internal sealed class DecodedFrames
{
    /// <summary>A mask for each frame.</summary>
    internal List<Task<byte[]>> Pngs { get; } = [];

    /// <summary>The objects of each frame.</summary>
    internal List<MaskObject[]> Objects { get; } = [];

    /// <summary>The saved session.</summary>
    internal MemoryStream State { get; } = new();
}
