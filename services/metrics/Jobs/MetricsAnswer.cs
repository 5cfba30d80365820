using System.Globalization;
using Rvos.Contracts.Http;
using Rvos.Evaluation.Davis;
using Rvos.Evaluation.Reports;
using Rvos.Evaluation.Statistics;

namespace Rvos.Metrics.Jobs;

/// <summary>Figures as the API shows them.</summary>
internal static class MetricsAnswer
{
    internal static JobMetricsResponse Of(string job, int revision, DavisSequenceScore score, DavisProtocol protocol)
    {
        var all = new DavisScore(protocol, [score]);
        return new JobMetricsResponse
        {
            JobId = job,
            Revision = revision,
            Protocol = DavisReport.NameOf(protocol),
            Frames = [.. score.Frames.Select(f => int.Parse(f, NumberStyles.None, CultureInfo.InvariantCulture))],
            Overall = Summary(all.JAndF, all.J, all.F),
            Objects = [.. score.Objects.Select(Of)],
        };
    }

    internal static JobMetricsResponse Failed(string job, int revision, string error, DavisProtocol protocol) =>
        new() { JobId = job, Revision = revision, Protocol = DavisReport.NameOf(protocol), Error = error };

    internal static string NameOf(int frame) => frame.ToString(CultureInfo.InvariantCulture);

    private static ObjectMetrics Of(DavisObjectScore score) => new()
    {
        Id = score.Label,
        Result = score.Result,
        Summary = Summary(score.JAndF, score.JStatistics, score.FStatistics),
        J = [.. score.J.Select(Number)],
        F = [.. score.F.Select(Number)],
    };

    private static MetricsSummary Summary(double jAndF, FrameStatistics j, FrameStatistics f) => new() { JAndF = Number(jAndF), J = Statistics(j), F = Statistics(f) };

    private static MetricsStatistics Statistics(FrameStatistics values) => new() { Mean = Number(values.Mean), Recall = Number(values.Recall), Decay = Number(values.Decay) };

    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}
