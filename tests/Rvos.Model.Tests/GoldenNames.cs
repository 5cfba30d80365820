namespace Rvos.Model.Tests;

internal static class GoldenNames
{
    internal static string Of(bool oneShot, Recurrence mode) =>
        (oneShot ? "one_" : "zero_") + mode switch { Recurrence.SpatioTemporal => "ST", Recurrence.Temporal => "T", _ => "S" };
}
