namespace Rvos.Evaluation.Contours;

/// <summary>Scores of one object in one frame.</summary>
/// <param name="J">Region similarity in [0,1].</param>
/// <param name="F">Contour accuracy in [0,1].</param>
public readonly record struct FrameScore(double J, double F);
