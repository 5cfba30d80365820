using Rvos.Evaluation.Regions;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Contours;

/// <summary>What is needed to compare an object's mask with others: its region and, once asked for, its contour and what lies near it. Not safe for several threads.</summary>
public sealed class ObjectShape
{
    private readonly double tolerance;
    private BitMask? contour, near;
    private long? contourPixels;

    /// <summary>Takes the shape of one label.</summary>
    /// <param name="mask">Labels (H,W).</param>
    /// <param name="label">The label.</param>
    /// <param name="isVoid">Pixels that do not count: background in every mask, so that a void region that cuts an object leaves a contour along the cut.</param>
    /// <param name="tolerance">See <see cref="Contours.Contour.Radius"/>.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the tolerance is out of range.</exception>
    public ObjectShape(LabelMask mask, byte label, BitMask? isVoid = null, double tolerance = Contours.Contour.DefaultTolerance)
    {
        Region = BitMask.Of(mask, label, isVoid);
        this.tolerance = tolerance;
    }

    /// <summary>Its pixels (H,W).</summary>
    public BitMask Region { get; }

    /// <summary>Its contour (H,W).</summary>
    public BitMask Contour => contour ??= Contours.Contour.Of(Region);

    private long ContourPixels => contourPixels ??= Contour.Count();

    private BitMask Near => near ??= Contours.Contour.Thicken(Contour, Contours.Contour.Radius(Region.Width, Region.Height, tolerance));

    /// <summary>Compares regions (J) with a prediction of the same size.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public RegionOverlap Overlap(ObjectShape prediction) => Region.Overlap(prediction.Region);

    /// <summary>Compares contours (F) with a prediction of the same size.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public ContourMatch Match(ObjectShape prediction)
    {
        var (truth, other) = (ContourPixels, prediction.ContourPixels);
        return truth == 0 || other == 0
            ? new ContourMatch(other, truth, 0, 0)
            : new ContourMatch(other, truth, Near.CountCommon(prediction.Contour), prediction.Near.CountCommon(Contour));
    }

    /// <summary>Both at once.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public FrameScore Score(ObjectShape prediction) => new(Overlap(prediction).J, Match(prediction).F);
}
