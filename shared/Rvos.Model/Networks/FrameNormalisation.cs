namespace Rvos.Model.Networks;

/// <summary>The ImageNet statistics that frames are normalised by: (value / 255 - mean) / deviation, per channel in RGB order.</summary>
public static class FrameNormalisation
{
    /// <summary>Means of R, G, B in [0,1].</summary>
    public static readonly float[] Mean = [0.485f, 0.456f, 0.406f];

    /// <summary>Deviations of R, G, B in [0,1].</summary>
    public static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];
}
