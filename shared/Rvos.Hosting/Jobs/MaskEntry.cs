namespace Rvos.Hosting.Jobs;

/// <summary>A frame's mask within a segment.</summary>
/// <param name="Timestamp">Presentation timestamp in ticks of 100 ns.</param>
/// <param name="Offset">Where its PNG starts in the content.</param>
/// <param name="Length">Bytes of its PNG.</param>
/// <param name="Objects">All objects of the session in this frame.</param>
public sealed record MaskEntry(long Timestamp, int Offset, int Length, IReadOnlyList<MaskObject> Objects);
