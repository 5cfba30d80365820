using System.Text.Json;
using Rvos.Evaluation.Statistics;
using Rvos.Testing;

namespace Rvos.Evaluation.Tests.Statistics;

public sealed class FrameStatisticsTests
{
    [Fact]
    public void Of_ReferenceLists_IsTheirs()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "tests", "Rvos.Evaluation.Tests", "Data", "statistics_cases.json");
        var compared = 0;
        foreach (var item in JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("cases").EnumerateArray())
        {
            var values = item.GetProperty("values").EnumerateArray().Select(Golden.Number).ToArray();
            Golden.Near(item, FrameStatistics.Of(values, wrapBins: true), $"{values.Length} values");
            if (values.Length <= 256) Golden.Near(item, FrameStatistics.Of(values), $"{values.Length} values, not wrapped");
            compared++;
        }

        Assert.Equal(41, compared);
    }

    [Fact]
    public void Of_LongSequence_DecayIsThatOfTheQuarters()
    {
        var values = Enumerable.Range(0, 1000).Select(i => i < 500 ? 0.9 : 0.4).ToArray();
        Assert.Equal(0.5, FrameStatistics.Of(values).Decay, 12);
    }

    [Fact]
    public void Of_NoValues_IsRefused() => Assert.Throws<ArgumentException>(() => FrameStatistics.Of([]));

    [Fact]
    public void MeanOf_NoItems_IsNaN() => Assert.True(double.IsNaN(FrameStatistics.MeanOf([]).Mean));
}
