namespace Rvos.Training.Validation;

/// <summary>What a validation found: means over all objects of all clips.</summary>
/// <param name="J">Region similarity.</param>
/// <param name="F">Contour accuracy.</param>
/// <param name="Objects">J and F of each object, clip by clip.</param>
public sealed record ValidationScore(double J, double F, IReadOnlyList<(double J, double F)> Objects)
{
    /// <summary>Mean of J and F.</summary>
    public double Mean => (J + F) / 2;
}
