using System.Diagnostics;
using Rvos.Hosting.Tests.Health;
using Rvos.Hosting.Tests.Telemetry.Otlp;
using Rvos.Testing.Servers;

namespace Rvos.Hosting.Tests.Telemetry;

/// <summary>One trace follows a job through real processes, as a collector sees it.</summary>
public sealed class JobTraceTests
{
    private static readonly string[] Stages = ["stage decode", "stage encode", "stage decode-masks"];

    [Fact]
    public async Task Job_OverTheBusInMemory_IsOneTrace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var all = await SampleProcess.StartAsync([.. Settings("all", "ingestion,encoder,decoder", collector)]);

        var spans = await RunJobAsync(all, collector);

        Assert.All(spans, span => Assert.Equal("all", span.Service));
        await UntilSignalsAsync(collector, "all");
    }

    [Fact]
    public async Task Job_OverRabbitMqThroughThreeProcesses_IsOneTrace()
    {
        if (ServerTools.MissingRabbitMq is { } missing) Assert.Skip(missing);
        await using var server = await RabbitMqServer.StartNewAsync();
        await using var collector = await OtlpCollector.StartAsync();
        string[] bus = ["--Rvos:Bus:Transport", "RabbitMq", "--Rvos:Bus:Address", $"{server.Address}"];
        var starts = new[] { "ingestion", "encoder", "decoder" }.Select(name => SampleProcess.StartAsync([.. Settings(name, name, collector), .. bus])).ToArray();
        var processes = await Task.WhenAll(starts);
        foreach (var process in processes) await process.UntilAsync("/health/ready", 200);

        var spans = await RunJobAsync(processes[0], collector);

        Assert.Equal(["decoder", "encoder", "ingestion"], spans.Where(span => span.Kind == ExportedSpan.Consumer).Select(span => span.Service).Distinct().Order());
        Assert.Equal("encoder", Assert.Single(spans, span => span.Name == "stage encode").Service);
        Assert.Equal("decoder", Assert.Single(spans, span => span.Name == "stage decode-masks").Service);
        foreach (var process in processes)
        {
            await UntilSignalsAsync(collector, Assert.Single(PrometheusParser.Read(await process.GetAsync("/metrics")).Samples, s => s.Name == "rvos_service_info").Labels["service_name"]);
            await process.DisposeAsync();
        }
    }

    private static IEnumerable<string> Settings(string name, string services, OtlpCollector collector) =>
    [
        "--name", name, "--pipeline", services, "--Rvos:Telemetry:OtlpEndpoint", collector.Address,
        "--Rvos:Telemetry:BatchSeconds", "0.1", "--Rvos:Telemetry:MetricSeconds", "1",
    ];

    // A job as a client with a trace of its own asks for it; the spans of that trace.
    private static async Task<ExportedSpan[]> RunJobAsync(SampleProcess ingestion, OtlpCollector collector)
    {
        await ingestion.UntilAsync("/health/ready", 200);
        var (trace, parent) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        await ingestion.PostAsync("/jobs/one", $"00-{trace}-{parent}-01");
        await ingestion.UntilAsync("/jobs/one", 200, "true");
        var spans = await collector.UntilSpansAsync(trace, known => IsWhole(known, parent));

        Assert.Equal(1, spans.Count(span => span.ParentId == parent));
        Assert.Equal(ExportedSpan.Server, spans.Single(span => span.ParentId == parent).Kind);
        Assert.Equal(Stages.Order(), spans.Where(span => span.Name.StartsWith("stage ", StringComparison.Ordinal)).Select(span => span.Name).Order());
        Assert.Contains(spans, span => span.Name == "Rvos.Contracts.Messages.SegmentationRequested outbox");
        Assert.DoesNotContain(collector.Spans, span => span.TraceId != trace && span.Kind is ExportedSpan.Server && span.Name.Contains("health", StringComparison.Ordinal));
        return spans;
    }

    // Four messages were handled, and every span's parent is another of them or the client's own.
    private static bool IsWhole(ExportedSpan[] spans, string parent)
    {
        var known = spans.Select(span => span.SpanId).Append(parent).ToHashSet();
        return spans.Count(span => span is { Kind: ExportedSpan.Consumer, Scope: "MassTransit" }) >= 4 && spans.All(span => known.Contains(span.ParentId))
            && Stages.All(stage => spans.Any(span => span.Name == stage));
    }

    private static async Task UntilSignalsAsync(OtlpCollector collector, string service)
    {
        await collector.UntilLogAsync(service);
        await collector.UntilMetricAsync(service, "rvos.stage.queue.duration");
        await collector.UntilMetricAsync(service, "process.resident_memory");
    }
}
