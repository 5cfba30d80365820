using System.Text.Json;

namespace Rvos.Evaluation.Tests.Mots;

/// <summary>Named reference numbers.</summary>
/// <param name="values">An object of numbers, or of lists.</param>
/// <param name="what">For the message.</param>
/// <param name="index">Which entry of the lists.</param>
internal sealed class GoldenRow(JsonElement values, string what, int? index = null)
{
    public bool Has(string name) => values.TryGetProperty(name, out _);

    public void All(params (string Name, double Actual, double Tolerance)[] found)
    {
        foreach (var (name, actual, tolerance) in found)
        {
            var expected = Golden.Number(index is { } i ? values.GetProperty(name)[i] : values.GetProperty(name));
            Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance, $"{what}, {name}: {expected:R} expected, {actual:R} found");
        }
    }
}
