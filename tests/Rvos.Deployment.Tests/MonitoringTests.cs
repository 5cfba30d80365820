using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;
using Rvos.Hosting.Telemetry;

namespace Rvos.Deployment.Tests;

public sealed partial class MonitoringTests
{
    private const string On = "monitoring: {serviceMonitor: {enabled: true, seconds: 5}, prometheusRule: {enabled: true}, dashboard: {enabled: true}}";

    [Fact]
    public void ServiceMonitor_Port_IsOneThatEveryServiceHasAndTheFrontDoorHasNot()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(On);
        var endpoint = Assert.Single(manifests.The("ServiceMonitor", "rvos").Spec["endpoints"]!.AsArray())!;
        Assert.Equal(("/metrics", "5s", "5s"), ((string)endpoint["path"]!, (string)endpoint["interval"]!, (string)endpoint["scrapeTimeout"]!));
        var scraped = manifests.OfKind("Service").Where(o => o.Spec["ports"]!.AsArray().Any(port => (string)port!["name"]! == (string)endpoint["port"]!)).Select(o => o.Name);
        Assert.Equal(["rvos-decoder", "rvos-encoder", "rvos-gateway-internal", "rvos-ingestion", "rvos-metrics", "rvos-notifications"], scraped.Order());
    }

    [Fact]
    public void AlarmsAndDashboard_EveryMetricOfOurs_IsOneThatTheServicesGive()
    {
        DeploymentTools.Need();
        var manifests = Chart.Render(On);
        var alarms = manifests.The("PrometheusRule", "rvos").Spec["groups"]!.AsArray().SelectMany(g => g!["rules"]!.AsArray()).Select(rule => (string)rule!["expr"]!).ToArray();
        var dashboard = JsonNode.Parse((string)manifests.The("ConfigMap", "rvos-dashboard").Json["data"]!["rvos-cloud.json"]!)!;
        var panels = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!).ToArray();
        var known = PrometheusNames();
        var used = alarms.Concat(panels).SelectMany(expression => Metric().Matches(expression)).Select(match => match.Value).Distinct().ToArray();
        Assert.True(used.Length > 8, string.Join(' ', used));
        Assert.Empty(used.Except(known));
        Assert.Equal(panels.Length, panels.Count(expression => expression.Count(c => c == '(') == expression.Count(c => c == ')')));
        Assert.NotEmpty(alarms);
    }

    [Fact]
    public void Alarms_EachOne_PointsToAChapterOfTheOperationsGuideThatIsThere()
    {
        DeploymentTools.Need();
        var guide = File.ReadAllText(DeploymentTools.RepositoryPath("docs/operations.md"));
        var rules = Chart.Render(On).The("PrometheusRule", "rvos").Spec["groups"]!.AsArray().SelectMany(g => g!["rules"]!.AsArray()).ToArray();
        Assert.All(rules, rule => Assert.Contains($"`{(string)rule!["alert"]!}`", guide, StringComparison.Ordinal));
        var chapters = rules.SelectMany(rule => Chapter().Matches((string)rule!["annotations"]!["description"]!)).Select(match => match.Groups[1].Value);
        Assert.All(chapters, chapter => Assert.Contains($"# {chapter}\n", guide, StringComparison.Ordinal));
    }

    // The instruments of the services' meter under the names of Prometheus' text.
    private static HashSet<string> PrometheusNames()
    {
        var names = new HashSet<string>();
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name != RvosMetrics.MeterName) return;
            var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "{frame}/s" => "_per_second", _ => "" };
            var name = instrument.Name.Replace('.', '_') + unit;
            if (instrument is Counter<long>) names.Add(name + "_total");
            else if (instrument is Histogram<double>) names.UnionWith([name + "_bucket", name + "_count", name + "_sum"]);
            else names.Add(name);
        };
        listener.Start();
        _ = new RvosMetrics(provider.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        return names;
    }

    [GeneratedRegex(@"\brvos_[a-z_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex("\"([^\"]+)\" in docs/operations.md")]
    private static partial Regex Chapter();
}
