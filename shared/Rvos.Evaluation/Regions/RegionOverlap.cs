namespace Rvos.Evaluation.Regions;

/// <summary>How much of an object's true and predicted pixels are the same, in pixels that are not void.</summary>
/// <param name="Intersection">Pixels of both.</param>
/// <param name="Union">Pixels of either.</param>
public readonly record struct RegionOverlap(long Intersection, long Union)
{
    /// <summary>Region similarity J in [0,1] (Perazzi et al., CVPR 2016, 4.1): intersection over union; 1 when neither has a pixel.</summary>
    public double J => Union == 0 ? 1 : (double)Intersection / Union;
}
