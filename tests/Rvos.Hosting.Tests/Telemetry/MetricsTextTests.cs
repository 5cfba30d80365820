using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using Rvos.Hosting.Telemetry;
using Rvos.Hosting.Tests.Defaults;

namespace Rvos.Hosting.Tests.Telemetry;

/// <summary>What a scraper reads at <c>/metrics</c>: alarms and dashboards ask for these names, labels and types.</summary>
public sealed class MetricsTextTests : IAsyncLifetime
{
    private readonly Meter _meter = new(RvosMetrics.MeterName);
    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(settings: ("Rvos:Telemetry:SeriesPerMetric", "10"));

    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("text.request.duration", "s", false, "text_request_duration_seconds")]
    [InlineData("text.frames", "{frame}", true, "text_frames_total")]
    [InlineData("text.frame_rate", "{frame}/s", false, "text_frame_rate_per_second")]
    [InlineData("text.written", "By", true, "text_written_bytes_total")]
    [InlineData("text.rate", "By/s", false, "text_rate_bytes_per_second")]
    [InlineData("text.tries", "1", true, "text_tries_total")]
    [InlineData("text.wait.seconds", "s", false, "text_wait_seconds")]
    public async Task Metrics_NameAndUnit_FollowTheConvention(string name, string unit, bool isCounter, string expected)
    {
        if (isCounter) _meter.CreateCounter<int>(name, unit).Add(1);
        else _meter.CreateObservableGauge(name, () => 1, unit);

        var parsed = await ReadAsync();

        Assert.Equal(isCounter ? "counter" : "gauge", parsed.TypeOf[expected]);
        Assert.Equal(1, parsed.Value(expected));
    }

    [Fact]
    public async Task Metrics_CounterWithAwkwardText_IsReadBack()
    {
        const string awkward = "a \"quoted\" \\ back\\nslash\nand a new line, {braces}=é";
        _meter.CreateCounter<long>("odd", "{thing}", "Help with \\ and\nlines.").Add(3, new("z.key", awkward), new("a", true), new("empty", null));

        var parsed = await ReadAsync();

        Assert.Equal("Help with \\ and\nlines.", parsed.HelpOf["odd_total"]);
        var sample = Assert.Single(parsed.Samples, sample => sample.Name == "odd_total");
        Assert.Equal(3, sample.Value);
        Assert.Equal((awkward, "true", ""), (sample.Labels["z_key"], sample.Labels["a"], sample.Labels["empty"]));
    }

    [Fact]
    public async Task Metrics_LabelsInAnyOrder_AreOneSeries()
    {
        var counter = _meter.CreateCounter<int>("order");
        counter.Add(1, new("b", "2"), new("a", "1"));
        counter.Add(1, new("a", "1"), new("b", "2"));

        Assert.Equal(2, (await ReadAsync()).Value("order_total", ("a", "1"), ("b", "2")));
    }

    [Fact]
    public async Task Metrics_Histogram_IsCumulativeWithSumAndCount()
    {
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
    public async Task Metrics_UnusualNumbers_AreReadBack()
    {
        double[] values = [double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-300, 123456789.125];
        _meter.CreateObservableGauge("odd.numbers", () => values.Select((value, i) => new Measurement<double>(value, new KeyValuePair<string, object?>("i", i))));

        var parsed = await ReadAsync();

        for (var i = 0; i < values.Length; i++) Assert.Equal(values[i], parsed.Value("odd_numbers", ("i", $"{i}")));
    }

    [Fact]
    public async Task Metrics_OneNameOfTwoMeters_TellsThemApart()
    {
        using var other = new Meter(ProcessMetrics.MeterName);
        _meter.CreateCounter<int>("shared").Add(1);
        other.CreateCounter<int>("shared").Add(2);

        var parsed = await ReadAsync();

        Assert.Equal(1, parsed.Value("shared_total", ("otel_scope_name", _meter.Name)));
        Assert.Equal(2, parsed.Value("shared_total", ("otel_scope_name", other.Name)));
    }

    [Fact]
    public async Task Metrics_MoreSeriesThanAllowed_CountsTheRestTogether()
    {
        var counter = _meter.CreateCounter<int>("many");
        for (var i = 0; i < 1000; i++) counter.Add(1, new KeyValuePair<string, object?>("i", i));

        var parsed = await ReadAsync();

        var samples = parsed.Samples.Where(sample => sample.Name == "many_total").ToArray();
        Assert.InRange(samples.Length, 2, 11);
        Assert.Equal(1000, samples.Sum(sample => sample.Value));
        Assert.True(parsed.Value("many_total", ("otel_metric_overflow", "true")) > 900);
    }

    [Fact]
    public async Task Metrics_ManyScrapesDuringManyWrites_EachIsWholeAndNothingIsLost()
    {
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
            for (var i = 0; i < 25; i++) await ReadAsync();
        })).ToArray();
        await Task.WhenAll([.. writers, .. scrapes]);

        var parsed = await ReadAsync();

        Assert.Equal(80_000, parsed.Samples.Where(sample => sample.Name == "busy_total").Sum(sample => sample.Value));
        Assert.Equal(80_000, parsed.Value("busy_time_seconds_count"));
    }

    [Fact]
    public async Task Metrics_AskedForOpenMetrics_HaveTheSameNames()
    {
        _meter.CreateCounter<int>("open", "By").Add(1);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text; version=1.0.0"));

        using var response = await _app.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("application/openmetrics-text", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\nopen_bytes_total{", text, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
    }

    private async Task<PrometheusParser> ReadAsync() =>
        PrometheusParser.Read(await _app.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
}
