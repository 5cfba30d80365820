namespace Rvos.Training.Data.Sequences;

/// <summary>What happens to clips of real sequences.</summary>
public enum Augmentation
{
    /// <summary>A random crop, mirroring, direction, colours; objects are those visible in the first frame, in random order.</summary>
    Crop,
    /// <summary>As the original: windows side by side, the whole frame resized, mirrored every second time, one affine map for the clip; objects in the order of their labels.</summary>
    Original,
    /// <summary>The whole frame resized, nothing else; objects are those visible in the first frame, in the order of their labels.</summary>
    None,
}
