using Rvos.Video.Rle;

namespace Rvos.Video.Layouts.Mots;

/// <summary>One object in one frame of KITTI-MOTS (Voigtlaender et al., MOTS, CVPR 2019).</summary>
/// <param name="TrackId">Id of the object in its sequence: 0 or more, class·1000 + label by custom, 10000 for ignored regions.</param>
/// <param name="Class">Its class; in text a column of its own, not derived from the id.</param>
/// <param name="Mask">Its pixels; may be empty.</param>
public sealed record MotsObject(int TrackId, MotsClass Class, RleMask Mask);
