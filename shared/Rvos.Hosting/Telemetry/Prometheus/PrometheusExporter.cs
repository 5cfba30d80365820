using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Rvos.Hosting.Telemetry.Prometheus;

/// <summary>Turns what OpenTelemetry has aggregated into text when asked.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Set by the reader.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Of the last collection.</summary>
    public string Text { get; private set; } = "";

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var families = new SortedDictionary<string, List<Metric>>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            var type = TypeOf(metric.MetricType);
            var name = PrometheusName.OfMetric(metric.Name, metric.Unit, type == "counter", type == "gauge");
            if (!families.TryGetValue(name, out var family)) families[name] = family = [];
            // A name has one type: a second one's samples would make the whole answer unreadable.
            if (family.Count == 0 || TypeOf(family[0].MetricType) == type) family.Add(metric);
        }
        var text = new PrometheusText();
        foreach (var (name, family) in families) Write(text, name, family);
        Text = text.ToString();
        return ExportResult.Success;
    }

    private static void Write(PrometheusText text, string name, List<Metric> family)
    {
        text.Header(name, TypeOf(family[0].MetricType), family[0].Description);
        foreach (var metric in family)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new List<KeyValuePair<string, object?>>();
                foreach (var tag in point.Tags) tags.Add(tag);
                // Two meters with the same name of a metric: their series must differ.
                if (metric.MeterName != family[0].MeterName) tags.Add(new("otel.scope.name", metric.MeterName));
                Write(text, name, metric.MetricType, in point, PrometheusText.Labels(tags));
            }
        }
    }

    private static void Write(
        PrometheusText text, string name, MetricType type, ref readonly MetricPoint point, IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        if (!type.IsHistogram())
        {
            text.Sample(name, labels, ValueOf(type, in point));
            return;
        }
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            text.Sample($"{name}_bucket", labels, count, bucket.ExplicitBound);
        }
        text.Sample($"{name}_sum", labels, point.GetHistogramSum());
        text.Sample($"{name}_count", labels, count);
    }

    private static double ValueOf(MetricType type, ref readonly MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => throw new NotSupportedException($"{type} has no text form"),
    };

    private static string TypeOf(MetricType type) =>
        type.IsHistogram() ? "histogram" : type is MetricType.LongSum or MetricType.DoubleSum ? "counter" : "gauge";
}
