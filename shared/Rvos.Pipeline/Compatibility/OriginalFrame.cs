using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Compatibility;

/// <summary>A frame as the original's evaluation reads it.</summary>
/// <param name="Image">The picture at its own size.</param>
/// <param name="Annotation">Labels at their own size, 255 as it is. YouTube-VOS: in the first frame and in those where the listing says that an object
/// starts, else null. DAVIS validation: in every frame. DAVIS test: in the first.</param>
public sealed record OriginalFrame(RgbImage Image, LabelMask? Annotation = null);
