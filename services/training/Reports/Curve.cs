namespace Rvos.Training.Reports;

/// <summary>A named line of a chart.</summary>
/// <param name="Name">Name for the legend; empty for none.</param>
/// <param name="Points">Points in the order of x; those that are no numbers are left out.</param>
public sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);
