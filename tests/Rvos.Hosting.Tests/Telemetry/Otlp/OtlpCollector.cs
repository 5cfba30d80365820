using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rvos.Hosting.Tests.Telemetry.Otlp;

/// <summary>A collector of OpenTelemetry over HTTP that keeps what it gets.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/{signal}", ReceiveAsync);
    }

    public string Address => _app.Urls.First();

    public ConcurrentQueue<ExportedSpan> Spans { get; } = new();

    public ConcurrentQueue<ExportedLog> Logs { get; } = new();

    public ConcurrentQueue<(string Service, string Name)> Metrics { get; } = new();

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        await collector._app.StartAsync();
        return collector;
    }

    public ExportedSpan[] SpansOf(string traceId) => [.. Spans.Where(span => span.TraceId == traceId)];

    public async Task<ExportedSpan[]> UntilSpansAsync(string traceId, Func<ExportedSpan[], bool> isWhole)
    {
        await UntilAsync(this, each => isWhole(each.SpansOf(traceId)));
        return SpansOf(traceId);
    }

    public Task UntilMetricAsync(string service, string name) => UntilAsync(this, each => each.Metrics.Contains((service, name)));

    public Task UntilLogAsync(string service) => UntilAsync(this, each => each.Logs.Any(log => log.Service == service));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task UntilAsync(OtlpCollector collector, Func<OtlpCollector, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!condition(collector)) await Task.Delay(30, patience.Token);
    }

    private static string ServiceOf(ProtoField resource) => resource.At(1, 1).Single(each => each.At(1).Single().Text == "service.name").At(2, 1).Single().Text;

    private async Task<IResult> ReceiveAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        // Each signal's request is a list of resources in field 1, each with a list of scopes in 2, each with its records in 2.
        foreach (var resource in new ProtoField(0, 0, body.ToArray()).At(1))
        {
            var service = ServiceOf(resource);
            foreach (var scope in resource.At(2))
                foreach (var record in scope.At(2)) Keep(signal, service, scope.At(1, 1).Select(name => name.Text).FirstOrDefault(""), record);
        }
        return Results.Bytes([], "application/x-protobuf");
    }

    private void Keep(string signal, string service, string scope, ProtoField record)
    {
        var fields = record.Fields.ToLookup(field => field.Number);
        string Hex(int number) => fields[number].Select(field => field.Hex).FirstOrDefault("");
        switch (signal)
        {
            case "traces":
                Spans.Enqueue(new(service, scope, Hex(1), Hex(2), Hex(4), fields[5].Single().Text, (int)fields[6].Single().Value));
                break;
            case "logs":
                Logs.Enqueue(new(service, fields[5].Single().At(1).Single().Text, Hex(9)));
                break;
            case "metrics":
                Metrics.Enqueue((service, fields[1].Single().Text));
                break;
        }
    }
}
