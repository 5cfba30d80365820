using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Rvos.Hosting.Telemetry;

/// <summary>
/// Figures of the process under the names that Prometheus' own clients give them, so that common dashboards work. The runtime's
/// (collector, thread pool, exceptions) come from its own meter <c>System.Runtime</c>.
/// </summary>
internal sealed class ProcessMetrics
{
    public const string MeterName = "Rvos.Process";

    /// <summary>Makes the instruments.</summary>
    public ProcessMetrics(IMeterFactory meters, ServiceIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        var start = Measure(process => new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
        meter.CreateObservableGauge("process.resident_memory", () => Measure(process => process.WorkingSet64), "By", "Resident memory.");
        meter.CreateObservableGauge("process.virtual_memory", () => Measure(process => process.VirtualMemorySize64), "By", "Virtual memory.");
        meter.CreateObservableCounter("process.cpu", () => Measure(process => process.TotalProcessorTime.TotalSeconds), "s", "Processor time, user and system.");
        meter.CreateObservableGauge("process.threads", () => Measure(process => process.Threads.Count), "{thread}", "Threads of the operating system.");
        meter.CreateObservableGauge("process.open_fds", () => Measure(process => process.HandleCount), "{fd}", "Open file descriptors.");
        meter.CreateObservableGauge("process.start_time", () => start, "s", "Start, in seconds of Unix time.");
        meter.CreateObservableGauge("process.gc_heap", () => GC.GetTotalMemory(forceFullCollection: false), "By", "Managed memory in use.");
        meter.CreateObservableGauge("rvos.service.info", () => new Measurement<int>(1, Tags(identity)), null, "Which program this is.");
    }

    private static T Measure<T>(Func<Process, T> value)
    {
        using var process = Process.GetCurrentProcess();
        return value(process);
    }

    private static KeyValuePair<string, object?>[] Tags(ServiceIdentity identity) =>
        [new("service_name", identity.Name), new("service_version", identity.Version), new("service_instance_id", identity.Instance)];
}
