using System.Diagnostics;

namespace Rvos.Hosting.Telemetry;

/// <summary>
/// A piece of a stage's work, from <see cref="RvosMetrics.MeasureStage"/> to its disposal: its compute time with its outcome, and
/// a span of the current trace. For one thread at a time.
/// </summary>
public sealed class StageMeasurement : IDisposable
{
    private readonly RvosMetrics _metrics;
    private readonly string _stage;
    private readonly long _start;
    private readonly Activity? _activity;
    private int? _frames;
    private bool _ended;

    internal StageMeasurement(RvosMetrics metrics, string stage, long start)
    {
        (_metrics, _stage, _start) = (metrics, stage, start);
        _activity = RvosActivity.Source.StartActivity($"stage {stage}");
        _activity?.SetTag("rvos.stage", stage);
    }

    /// <summary>Says that the work was done; otherwise its outcome is <c>failed</c>.</summary>
    /// <param name="frames">Processed, 0 or more.</param>
    public void Complete(int frames = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        _frames = frames;
    }

    /// <summary>Ends the work.</summary>
    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        _metrics.EndStage(_stage, _start, _frames);
        _activity?.SetTag("rvos.frames", _frames);
        if (_frames is null) _activity?.SetStatus(ActivityStatusCode.Error);
        _activity?.Dispose();
    }
}
