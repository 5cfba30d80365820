using Rvos.Evaluation.Statistics;

namespace Rvos.Evaluation.Davis;

/// <summary>Scores of one object.</summary>
/// <param name="Label">The object.</param>
/// <param name="J">Region similarity in each evaluated frame.</param>
/// <param name="JStatistics">Mean, recall and decay of J.</param>
public sealed record DavisObjectScore(byte Label, IReadOnlyList<double> J, FrameStatistics JStatistics);
