using Rvos.Video.Decoding;
using Rvos.Video.Masks;

namespace Rvos.Results;

/// <summary>A segmented frame.</summary>
/// <param name="Frame">The frame; its receiver disposes it.</param>
/// <param name="Mask">Labels at the frame's own size.</param>
/// <param name="Objects">All objects of the session in this frame.</param>
public sealed record FrameResult(VideoFrame Frame, LabelMask Mask, IReadOnlyList<ObjectObservation> Objects);
