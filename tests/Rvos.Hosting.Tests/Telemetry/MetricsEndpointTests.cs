using Microsoft.Extensions.DependencyInjection;
using Rvos.Hosting.Telemetry;
using Rvos.Hosting.Tests.Defaults;

namespace Rvos.Hosting.Tests.Telemetry;

public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Metrics_OfAService_ParseAndTellOfProcessRuntimeAndRequests()
    {
        await using var app = await TestApp.StartAsync();
        await app.GetAsync("/nowhere");

        using var response = await app.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        var parsed = PrometheusParser.Read(await response.Content.ReadAsStringAsync());

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.InRange(parsed.Value("process_resident_memory_bytes"), 1 << 20, 1L << 40);
        Assert.InRange(parsed.Value("process_threads"), 1, 10_000);
        Assert.True(parsed.Value("process_cpu_seconds_total") > 0);
        Assert.True(parsed.Value("process_gc_heap_bytes") > 0);
        Assert.InRange(parsed.Value("process_start_time_seconds"), 1.6e9, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.Contains("dotnet_gc_collections_total", parsed.TypeOf.Keys);
        Assert.Equal("histogram", parsed.TypeOf["http_server_request_duration_seconds"]);
        Assert.Contains(parsed.Samples, sample => sample.Name == "rvos_service_info" && sample.Labels["service_name"] == "test-service");
    }

    [Fact]
    public async Task Metrics_AfterPipelineWork_HaveItsFigures()
    {
        await using var app = await TestApp.StartAsync();
        var metrics = app.Services.GetRequiredService<RvosMetrics>();
        var before = await ReadAsync(app);
        using (metrics.HoldSession())
        {
            using (var work = metrics.MeasureStage(PipelineStage.DecodeMasks)) work.Complete(16);
            using (metrics.MeasureStage(PipelineStage.DecodeMasks)) { }
            metrics.RecordQueueWait(PipelineStage.Export, TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(2));
            metrics.RecordQueueWait(PipelineStage.Export, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));
            metrics.CountCheckpointWritten(1000);
            metrics.CountCheckpointLoaded(500);
            metrics.CountJobEntered("completed");
            metrics.CountWebhookAttempt("delivered");
            var after = await ReadAsync(app);

            Assert.Equal(16, Difference("rvos_stage_frames_total", ("stage", "decode-masks")));
            Assert.Equal(1, Difference("rvos_stage_compute_duration_seconds_count", ("stage", "decode-masks"), ("outcome", "completed")));
            Assert.Equal(1, Difference("rvos_stage_compute_duration_seconds_count", ("stage", "decode-masks"), ("outcome", "failed")));
            Assert.Equal(1, Difference("rvos_stage_frame_rate_per_second_count", ("stage", "decode-masks")));
            Assert.Equal(2, Difference("rvos_stage_queue_duration_seconds_count", ("stage", "export")));
            Assert.InRange(Difference("rvos_stage_queue_duration_seconds_sum", ("stage", "export")), 2, 60);
            Assert.Equal(1, Difference("rvos_decoder_sessions"));
            Assert.Equal(1000, Difference("rvos_decoder_checkpoint_written_bytes_total"));
            Assert.Equal(500, Difference("rvos_decoder_checkpoint_loaded_bytes_total"));
            Assert.Equal(1, Difference("rvos_decoder_checkpoint_loads_total"));
            Assert.Equal(1, Difference("rvos_jobs_transitions_total", ("state", "completed")));
            Assert.Equal(1, Difference("rvos_webhooks_attempts_total", ("outcome", "delivered")));

            double Difference(string name, params (string, string)[] labels) => Sum(after, name, labels) - Sum(before, name, labels);
        }
        Assert.Equal(Sum(before, "rvos_decoder_sessions"), Sum(await ReadAsync(app), "rvos_decoder_sessions"));
    }

    private static double Sum(PrometheusParser parsed, string name, params (string Key, string Value)[] labels) => parsed.Samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels[label.Key] == label.Value))
        .Sum(sample => sample.Value);

    private static async Task<PrometheusParser> ReadAsync(TestApp app) =>
        PrometheusParser.Read(await app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
}
