using OpenTelemetry.Metrics;

namespace Rvos.Hosting.Telemetry.Prometheus;

/// <summary>Answers scrapes: all metrics of this process as text. One collection at a time.</summary>
internal sealed class PrometheusScrape : IDisposable
{
    private const int CollectMilliseconds = 5000;
    private readonly PrometheusExporter _exporter = new();
    private readonly SemaphoreSlim _one = new(1, 1);

    public PrometheusScrape() => Reader = new BaseExportingMetricReader(_exporter);

    /// <summary>To be added to the provider of metrics, which owns it from then on.</summary>
    public BaseExportingMetricReader Reader { get; }

    /// <summary>The text as of now, or null when it could not be collected in time.</summary>
    public async Task<string?> CollectAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _exporter.Collect?.Invoke(CollectMilliseconds) == true ? _exporter.Text : null;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
