using Rvos.Video.Masks;

namespace Rvos.Training.Data.Sequences;

/// <summary>A frame of a data set whose objects are known.</summary>
/// <param name="Name">Name of the frame.</param>
/// <param name="Image">Its picture, JPEG or PNG.</param>
/// <param name="ReadMask">Reads its labels, at any size: 0 background, 255 what nobody labelled, others objects that keep their labels in time. May be called from any thread.</param>
public sealed record AnnotatedFrame(string Name, string Image, Func<LabelMask> ReadMask);
