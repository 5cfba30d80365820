using Rvos.Hosting.Jobs;

namespace Rvos.Decoder;

/// <summary>A segment's results, not written yet.</summary>
/// <param name="Masks">Header of the masks.</param>
/// <param name="Content">The masks.</param>
/// <param name="State">The recurrent state after the segment.</param>
public sealed record DecodedSegment(MasksHeader Masks, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> State);
