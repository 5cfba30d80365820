using System.Diagnostics;

namespace Rvos.Hosting.Telemetry;

/// <summary>Spans of this suite's own.</summary>
public static class RvosActivity
{
    /// <summary>Name of <see cref="Source"/>.</summary>
    public const string SourceName = "Rvos";

    /// <summary>Of all services.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>
    /// Goes on with a trace that was written down. The context is carried on also when nobody listens in this process or the
    /// trace is not kept, so that a later process sees the same trace and the same verdict.
    /// </summary>
    /// <param name="name">Of the span.</param>
    /// <param name="kind">Of the span.</param>
    /// <param name="traceParent">W3C <c>traceparent</c>; null or unreadable for no parent.</param>
    /// <returns>The current activity until it is disposed, or null when there is neither a trace nor a listener.</returns>
    public static Activity? Resume(string name, ActivityKind kind, string? traceParent)
    {
        if (!ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent)) return Source.StartActivity(name, kind);
        return Source.StartActivity(name, kind, parent)
            ?? new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }

    /// <summary>
    /// Goes on with a trace that was written down where another one is current: what a request or a sweep does for a job of
    /// someone else belongs to that job's trace.
    /// </summary>
    /// <param name="name">Of the span.</param>
    /// <param name="traceParent">W3C <c>traceparent</c>; null or unreadable to stay in the current trace.</param>
    /// <returns>The current activity until it is disposed, or null when the trace is the current one or there is none.</returns>
    public static Activity? Enter(string name, string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var wanted) && Activity.Current?.TraceId != wanted.TraceId
            ? Resume(name, ActivityKind.Internal, traceParent)
            : null;
}
