namespace Rvos.Training.Reports;

/// <summary>A row of a comparison.</summary>
/// <param name="Name">Name of the configuration.</param>
/// <param name="Runs">Runs, each with its own seed.</param>
/// <param name="Steps">Steps of each.</param>
/// <param name="J">J at the end.</param>
/// <param name="F">F at the end.</param>
/// <param name="Mean">J&amp;F at the end.</param>
/// <param name="Best">J&amp;F at each run's best validation.</param>
public sealed record ComparisonRow(string Name, int Runs, long Steps, Spread J, Spread F, Spread Mean, Spread Best);
