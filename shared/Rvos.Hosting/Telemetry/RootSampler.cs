using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Rvos.Hosting.Telemetry;

/// <summary>
/// Which traces begin here: a share of them, and none by probes, scrapes and the statements of polling loops, which would
/// bury the rest. Meant below <see cref="ParentBasedSampler"/>: what belongs to a trace keeps that trace's verdict.
/// </summary>
/// <param name="ratio">Share, 0 to 1.</param>
internal sealed class RootSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _share = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        IsNoise(samplingParameters) ? new SamplingResult(SamplingDecision.Drop) : _share.ShouldSample(samplingParameters);

    private static bool IsNoise(in SamplingParameters parameters)
    {
        foreach (var (key, value) in parameters.Tags ?? [])
        {
            if (parameters.Kind == ActivityKind.Client && key is "db.system" or "db.system.name") return true;
            if (parameters.Kind == ActivityKind.Server && key == "url.path" && value is string path)
                return path == "/metrics" || path.StartsWith("/health/", StringComparison.Ordinal);
        }
        return false;
    }
}
