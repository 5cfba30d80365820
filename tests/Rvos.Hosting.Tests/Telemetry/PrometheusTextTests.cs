using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Rvos.Hosting.Telemetry.Prometheus;

namespace Rvos.Hosting.Tests.Telemetry;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new($"text-{Guid.NewGuid():N}");
    private readonly PrometheusScrape _scrape = new();

    public void Dispose()
    {
        _meter.Dispose();
        _scrape.Dispose();
    }

    [Theory]
    [InlineData("http.server.request.duration", "s", false, false, "http_server_request_duration_seconds")]
    [InlineData("rvos.stage.frames", "{frame}", true, false, "rvos_stage_frames_total")]
    [InlineData("rvos.stage.frame_rate", "{frame}/s", false, false, "rvos_stage_frame_rate_per_second")]
    [InlineData("rvos.decoder.checkpoint_written", "By", true, false, "rvos_decoder_checkpoint_written_bytes_total")]
    [InlineData("network.rate", "By/s", false, true, "network_rate_bytes_per_second")]
    [InlineData("load", "1", false, true, "load_ratio")]
    [InlineData("tries", "1", true, false, "tries_total")]
    [InlineData("done_total", null, true, false, "done_total")]
    [InlineData("wait.seconds", "s", false, true, "wait_seconds")]
    [InlineData("nanoseconds", "s", false, true, "nanoseconds_seconds")]
    [InlineData("2nd--odd é name", null, false, true, "_2nd_odd_name")]
    [InlineData("share", "%", false, true, "share_percent")]
    public void OfMetric_NameAndUnit_FollowTheConvention(string name, string? unit, bool counter, bool gauge, string expected) =>
        Assert.Equal(expected, PrometheusName.OfMetric(name, unit, counter, gauge));

    [Fact]
    public async Task Collect_CounterWithAwkwardText_IsReadBack()
    {
        using var provider = Provide();
        const string awkward = "a \"quoted\" \\ back\\nslash\nand a new line, {braces}=é";
        _meter.CreateCounter<long>("odd", "{thing}", "Help with \\ and\nlines.").Add(3, new("z.key", awkward), new("a", true), new("empty", null));

        var parsed = await ReadAsync();

        Assert.Equal("counter", parsed.TypeOf["odd_total"]);
        Assert.Equal("Help with \\ and\nlines.", parsed.HelpOf["odd_total"]);
        var sample = Assert.Single(parsed.Samples);
        Assert.Equal(3, sample.Value);
        Assert.Equal(awkward, sample.Labels["z_key"]);
        Assert.Equal("true", sample.Labels["a"]);
        Assert.Equal("", sample.Labels["empty"]);
    }

    [Fact]
    public async Task Collect_LabelsInAnyOrder_AreOneSeriesInOrdinalOrder()
    {
        using var provider = Provide();
        var counter = _meter.CreateCounter<int>("order");
        counter.Add(1, new("b", "2"), new("a", "1"));
        counter.Add(1, new("a", "1"), new("b", "2"));
        Assert.Contains("order_total{a=\"1\",b=\"2\"} 2\n", await _scrape.CollectAsync(default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_Histogram_IsCumulativeWithSumAndCount()
    {
        using var provider = Provide();
        var histogram = _meter.CreateHistogram("wait", "s", null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in (double[])[0.05, 0.1, 0.5, 7]) histogram.Record(value, new KeyValuePair<string, object?>("stage", "encode"));

        var parsed = await ReadAsync();

        Assert.Equal("histogram", parsed.TypeOf["wait_seconds"]);
        Assert.Equal(2, parsed.Value("wait_seconds_bucket", ("le", "0.1"), ("stage", "encode")));
        Assert.Equal(3, parsed.Value("wait_seconds_bucket", ("le", "1")));
        Assert.Equal(4, parsed.Value("wait_seconds_bucket", ("le", "+Inf")));
        Assert.Equal(7.65, parsed.Value("wait_seconds_sum"), 9);
        Assert.Equal(4, parsed.Value("wait_seconds_count"));
    }

    [Fact]
    public async Task Collect_UnusualNumbers_AreReadBack()
    {
        using var provider = Provide();
        double[] values = [double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-300, 123456789.125];
        _meter.CreateObservableGauge("odd.numbers", () => values.Select((value, i) => new Measurement<double>(value, new KeyValuePair<string, object?>("i", i))));
        var parsed = await ReadAsync();
        for (var i = 0; i < values.Length; i++) Assert.Equal(values[i], parsed.Value("odd_numbers", ("i", $"{i}")));
    }

    [Fact]
    public async Task Collect_OneNameOfTwoTypes_KeepsOneType()
    {
        using var provider = Provide();
        _meter.CreateCounter<int>("twice").Add(1);
        _meter.CreateObservableGauge("twice.total", () => 5);
        var parsed = await ReadAsync();
        Assert.Equal("counter", parsed.TypeOf["twice_total"]);
        Assert.Equal(1, parsed.Value("twice_total"));
    }

    [Fact]
    public async Task Collect_OneNameOfTwoMeters_TellsThemApart()
    {
        using var other = new Meter($"{_meter.Name}-other");
        using var provider = Provide(other.Name);
        _meter.CreateCounter<int>("shared").Add(1);
        other.CreateCounter<int>("shared").Add(2);
        var parsed = await ReadAsync();
        Assert.Equal(2, parsed.Value("shared_total", ("otel_scope_name", other.Name)));
        Assert.Equal(3, parsed.Samples.Sum(sample => sample.Value));
    }

    [Fact]
    public async Task Collect_MoreSeriesThanAllowed_CountsTheRestTogether()
    {
        using var provider = Provide(limit: 10);
        var counter = _meter.CreateCounter<int>("many");
        for (var i = 0; i < 1000; i++) counter.Add(1, new KeyValuePair<string, object?>("i", i));
        var parsed = await ReadAsync();
        Assert.InRange(parsed.Samples.Count, 2, 11);
        Assert.Equal(1000, parsed.Samples.Sum(sample => sample.Value));
        Assert.True(parsed.Value("many_total", ("otel_metric_overflow", "true")) > 900);
    }

    [Fact]
    public async Task Collect_ManyScrapesDuringManyWrites_EachIsWholeAndNothingIsLost()
    {
        using var provider = Provide();
        var counter = _meter.CreateCounter<int>("busy");
        var histogram = _meter.CreateHistogram<double>("busy.time", "s");
        var writers = Enumerable.Range(0, 4).Select(id => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("id", id));
                histogram.Record(i * 0.001);
            }
        })).ToArray();
        var scrapes = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++) PrometheusParser.Read(await _scrape.CollectAsync(default) + "\n");
        })).ToArray();
        await Task.WhenAll([.. writers, .. scrapes]);
        var parsed = await ReadAsync();
        Assert.Equal(80_000, parsed.Samples.Where(sample => sample.Name == "busy_total").Sum(sample => sample.Value));
        Assert.Equal(80_000, parsed.Value("busy_time_seconds_count"));
    }

    private MeterProvider Provide(string? other = null, int limit = 1000) => Sdk.CreateMeterProviderBuilder()
        .AddMeter(_meter.Name, other ?? _meter.Name)
        .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = limit })
        .AddReader(_scrape.Reader)
        .Build();

    private async Task<PrometheusParser> ReadAsync() => PrometheusParser.Read((await _scrape.CollectAsync(default))!);
}
