using System.Text.Json;
using Rvos.Evaluation.Statistics;

namespace Rvos.Evaluation.Tests;

/// <summary>Numbers of the reference files: statistics agree to 1e-12.</summary>
internal static class Golden
{
    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!) : value.GetDouble();

    public static void Near(JsonElement expected, FrameStatistics actual, string what)
    {
        Near(Number(expected.GetProperty("mean")), actual.Mean, what + ": mean");
        Near(Number(expected.GetProperty("recall")), actual.Recall, what + ": recall");
        Near(Number(expected.GetProperty("decay")), actual.Decay, what + ": decay");
    }

    private static void Near(double expected, double actual, string what) =>
        Assert.True(double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-12, $"{what}: {expected} expected, {actual} found");
}
