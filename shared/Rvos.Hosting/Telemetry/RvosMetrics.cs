using System.Diagnostics.Metrics;

namespace Rvos.Hosting.Telemetry;

/// <summary>
/// The figures of the pipeline, meter <c>Rvos</c>. In Prometheus' text dots are underscores, units are spelled out and counters end
/// in <c>_total</c>: <c>rvos.stage.queue.duration</c> is <c>rvos_stage_queue_duration_seconds</c>. Thread-safe.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>rvos.stage.queue.duration</term><description>Histogram, s; <c>stage</c>: message sent to work begun.</description></item>
/// <item><term>rvos.stage.compute.duration</term><description>Histogram, s; <c>stage</c>, <c>outcome</c> completed or failed.</description></item>
/// <item><term>rvos.stage.frames</term><description>Counter; <c>stage</c>: frames processed.</description></item>
/// <item><term>rvos.stage.frame_rate</term><description>Histogram, frames per second of a piece of work; <c>stage</c>.</description></item>
/// <item><term>rvos.decoder.sessions</term><description>Up-down counter: sessions in this process's memory.</description></item>
/// <item><term>rvos.decoder.checkpoint_written, rvos.decoder.checkpoint_loaded</term><description>Counters, bytes.</description></item>
/// <item><term>rvos.decoder.checkpoint_loads</term><description>Counter: sessions taken up from a checkpoint.</description></item>
/// <item><term>rvos.jobs.transitions</term><description>Counter; <c>state</c> entered.</description></item>
/// <item><term>rvos.jobs.other_build</term><description>Counter: times that this process left a segment alone because its job was begun with another numerical build.</description></item>
/// <item><term>rvos.webhooks.attempts</term><description>Counter; <c>outcome</c>.</description></item>
/// </list>
/// </remarks>
public sealed class RvosMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Rvos";

    private static readonly string[] Stages = ["decode", "encode", "decode-masks", "export", "metrics"];
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
    private static readonly double[] Rates = [0.5, 1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 200, 500];
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _queue, _compute, _rate;
    private readonly Counter<long> _frames, _written, _read, _loads, _transitions, _otherBuild, _attempts;
    private readonly UpDownCounter<long> _sessions;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Of the host.</param>
    /// <param name="clock">Measures.</param>
    public RvosMetrics(IMeterFactory meters, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _clock = clock;
        var meter = meters.Create(MeterName);
        _queue = Histogram(meter, "rvos.stage.queue.duration", "s", "Time from a message's sending to the start of its work.", Seconds);
        _compute = Histogram(meter, "rvos.stage.compute.duration", "s", "Time that a piece of work took.", Seconds);
        _rate = Histogram(meter, "rvos.stage.frame_rate", "{frame}/s", "Frames per second of a piece of work.", Rates);
        _frames = meter.CreateCounter<long>("rvos.stage.frames", "{frame}", "Frames processed.");
        _written = meter.CreateCounter<long>("rvos.decoder.checkpoint_written", "By", "Bytes of checkpoints written.");
        _read = meter.CreateCounter<long>("rvos.decoder.checkpoint_loaded", "By", "Bytes of checkpoints read.");
        _loads = meter.CreateCounter<long>("rvos.decoder.checkpoint_loads", "{load}", "Sessions taken up from a checkpoint.");
        _transitions = meter.CreateCounter<long>("rvos.jobs.transitions", "{job}", "Jobs that entered a state.");
        _otherBuild = meter.CreateCounter<long>("rvos.jobs.other_build", "{segment}", "Segments left alone because the job was begun with another numerical build.");
        _attempts = meter.CreateCounter<long>("rvos.webhooks.attempts", "{attempt}", "Attempts to deliver a webhook.");
        _sessions = meter.CreateUpDownCounter<long>("rvos.decoder.sessions", "{session}", "Sessions in memory.");
        foreach (var counter in (Counter<long>[])[_written, _read, _loads, _otherBuild]) counter.Add(0);
        _sessions.Add(0);
    }

    /// <summary>Measures a piece of work until the result is disposed.</summary>
    /// <param name="stage">Whose work.</param>
    public StageMeasurement MeasureStage(PipelineStage stage) => new(this, Stages[(int)stage], _clock.GetTimestamp());

    /// <summary>Notes how long a message waited.</summary>
    /// <param name="stage">Whose message.</param>
    /// <param name="sent">When it was sent, by the sender's clock; a wait that clocks make negative counts as none.</param>
    public void RecordQueueWait(PipelineStage stage, DateTimeOffset sent) =>
        _queue.Record(Math.Max(0, (_clock.GetUtcNow() - sent).TotalSeconds), Stage(Stages[(int)stage]));

    /// <summary>Counts a session as held until the result is disposed, once.</summary>
    public IDisposable HoldSession()
    {
        _sessions.Add(1);
        return new Held(_sessions);
    }

    /// <summary>Notes a checkpoint written.</summary>
    /// <param name="bytes">Its size, 0 or more.</param>
    public void CountCheckpointWritten(long bytes) => _written.Add(bytes);

    /// <summary>Notes a session taken up from a checkpoint.</summary>
    /// <param name="bytes">Size of the checkpoint, 0 or more.</param>
    public void CountCheckpointLoaded(long bytes)
    {
        _loads.Add(1);
        _read.Add(bytes);
    }

    /// <summary>Notes that a job entered a state; once per job and state, after the commit.</summary>
    /// <param name="state">One of a few names in lower case.</param>
    public void CountJobEntered(string state) => _transitions.Add(1, new KeyValuePair<string, object?>("state", state));

    /// <summary>Notes a segment left alone because its job was begun with another numerical build.</summary>
    public void CountJobOfAnotherBuild() => _otherBuild.Add(1);

    /// <summary>Notes an attempt to deliver a webhook.</summary>
    /// <param name="outcome">One of a few names in lower case.</param>
    public void CountWebhookAttempt(string outcome) => _attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void EndStage(string stage, long start, int? frames)
    {
        var seconds = _clock.GetElapsedTime(start).TotalSeconds;
        _compute.Record(seconds, Stage(stage), new("outcome", frames is null ? "failed" : "completed"));
        if (frames is not > 0) return;
        _frames.Add(frames.Value, Stage(stage));
        if (seconds > 0) _rate.Record(frames.Value / seconds, Stage(stage));
    }

    private static KeyValuePair<string, object?> Stage(string stage) => new("stage", stage);

    private static Histogram<double> Histogram(Meter meter, string name, string unit, string description, double[] bounds) =>
        meter.CreateHistogram(name, unit, description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private sealed class Held(UpDownCounter<long> sessions) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) sessions.Add(-1);
        }
    }
}
