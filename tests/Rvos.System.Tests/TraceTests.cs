using System.Diagnostics;
using Rvos.Hosting.Tests.Telemetry.Otlp;
using Rvos.SystemTests.Support;
using Rvos.Testing.Cluster;
using Rvos.Testing.Servers;

namespace Rvos.SystemTests;

/// <summary>One trace follows a job through every service, as a collector of OpenTelemetry sees it; each service has its figures as text.</summary>
public sealed class TraceTests
{
    private static readonly string[] Stages = ["stage decode", "stage decode-masks", "stage encode", "stage export"];

    [Fact]
    public async Task Job_ThroughEveryService_IsOneTrace()
    {
        if (ServerTools.Missing is { } missing) Assert.Skip(missing);
        await using var collector = await OtlpCollector.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var cluster = await LocalCluster.StartAsync(new ClusterOptions
        {
            Settings = new Dictionary<string, string>
            {
                ["Rvos__Telemetry__OtlpEndpoint"] = collector.Address,
                ["Rvos__Telemetry__BatchSeconds"] = "0.2",
                ["Rvos__Outbound__AllowedNetworks__0"] = "127.0.0.0/8",
            },
        });
        using var client = new ApiClient(cluster.Gateway.Url);
        var video = await client.UploadAsync(await Clip.CutAsync(Sample.Clip, 40));
        var (trace, parent) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        client.Http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{parent}-01");
        var job = await client.SegmentAsync(video, Sample.Mask, receiver.Url);
        client.Http.DefaultRequestHeaders.Remove("traceparent");
        await client.WaitForCompletionAsync(job.Id);

        var spans = await collector.UntilSpansAsync(trace, IsWhole);

        Assert.Equal(["rvos-decoder", "rvos-encoder", "rvos-gateway", "rvos-ingestion", "rvos-metrics", "rvos-notifications"], spans.Select(span => span.Service).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Stages, spans.Select(span => span.Name).Where(name => name.StartsWith("stage ", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
        var known = spans.Select(span => span.SpanId).Append(parent).ToHashSet();
        Assert.All(spans, span => Assert.Contains(span.ParentId, known));
        foreach (var service in cluster.Services) Assert.True(await service.FigureAsync("process_resident_memory_bytes") > 0, $"{service.Name} tells no figures");
    }

    private static bool IsWhole(ExportedSpan[] spans)
    {
        var known = spans.Select(span => span.SpanId).ToHashSet();
        return Stages.All(stage => spans.Any(span => span.Name == stage)) && spans.Select(span => span.Service).Distinct().Count() == 6 && spans.Count(span => !known.Contains(span.ParentId)) == 1;
    }
}
