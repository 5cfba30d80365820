using Rvos.Model;

namespace Rvos.Training.Curricula;

/// <summary>From an epoch on, the network runs with these recurrences: r(e) = r of the last phase with f ≤ e.</summary>
/// <param name="FromEpoch">First epoch f.</param>
/// <param name="Recurrence">Recurrences.</param>
public sealed record RecurrencePhase(int FromEpoch, Recurrence Recurrence);
