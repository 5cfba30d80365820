namespace Rvos.Training.Curricula;

/// <summary>From an epoch on, only objects of some size count in the loss (RVOS-MOTS, "area penalty": 900 pixels for epochs 0 to 9, then 0; its first stage 8100 throughout).</summary>
/// <param name="FromEpoch">First epoch.</param>
/// <param name="Pixels">Least area of the true mask, in pixels of the clip; a row with less has weight 0. When no row is left all rows count.</param>
public sealed record AreaPhase(int FromEpoch, double Pixels);
