using System.Globalization;
using System.Text.Json;
using Rvos.Contracts.Http;
using Rvos.Evaluation.Davis;
using Rvos.Evaluation.Reports;

namespace Rvos.Metrics.Tests.Support;

/// <summary>What <c>rvos evaluate --json</c> writes, beside what the service left.</summary>
internal static class Figures
{
    private static readonly string[] Names = ["J&F", "J mean", "J recall", "J decay", "F mean", "F recall", "F decay"];

    internal static void AssertEqual(SampleJob job, string folder, DavisProtocol protocol, JobMetricsResponse answer)
    {
        var (truth, results) = job.Write(folder);
        using var json = new MemoryStream();
        ReportJson.Write(DavisReport.From(DavisEvaluator.Evaluate(truth, results, protocol)), json);
        using var report = JsonDocument.Parse(json.ToArray());
        Assert.Null(answer.Error);
        Assert.Equal(report.RootElement.GetProperty("format").GetString(), answer.Protocol);
        AssertEqual(report.RootElement.GetProperty("totals")[0], answer.Overall!);
        var rows = report.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(rows.Length, answer.Objects.Count);
        foreach (var (row, item) in rows.Zip(answer.Objects))
        {
            Assert.Equal(item.Id == item.Result ? $"{item.Id}" : $"{item.Id} (result {item.Result})", row.GetProperty("object").GetString());
            AssertEqual(row, item.Summary);
            var frames = row.GetProperty("frames");
            Assert.Equal(frames.GetProperty("names").EnumerateArray().Select(n => int.Parse(n.GetString()!, CultureInfo.InvariantCulture)), answer.Frames);
            Assert.Equal(Bits(frames.GetProperty("J")), item.J.Select(Bits));
            Assert.Equal(Bits(frames.GetProperty("F")), item.F.Select(Bits));
        }
    }

    private static void AssertEqual(JsonElement row, MetricsSummary summary) => Assert.Equal(
        Names.Select(n => Bits(row.GetProperty(n).GetDouble())),
        new[] { summary.JAndF, summary.J.Mean, summary.J.Recall, summary.J.Decay, summary.F.Mean, summary.F.Recall, summary.F.Decay }.Select(Bits));

    private static IEnumerable<long> Bits(JsonElement values) => values.EnumerateArray().Select(v => Bits(v.GetDouble()));

    private static long Bits(double? value) => BitConverter.DoubleToInt64Bits(value!.Value);
}
