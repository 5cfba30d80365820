using System.Diagnostics;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Container.Tests;

/// <summary>The suite in containers, as the chart describes it: two decoders, one pod of each other service, and the toolbox.</summary>
public sealed class ContainerCluster : IDisposable
{
    // Threads that wait for each other at every small operation stand nearly still on a machine that does something else besides: one each.
    private const string Values = """
        autoscaling: {mode: none}
        toolbox: {enabled: true, resources: {limits: {memory: 2Gi}}}
        telemetry: {logLevel: Warning}
        encoder: {settings: {OMP_NUM_THREADS: "1"}}
        decoder: {settings: {OMP_NUM_THREADS: "1"}}
        """;

    private readonly Lazy<Podman> podman;

    /// <summary>Made when it is first asked for: not where the tests are skipped.</summary>
    public ContainerCluster() => podman = new(Start);

    /// <summary>Container of the toolbox, in which the <c>rvos</c> command is.</summary>
    internal static string Toolbox => "rvos-toolbox-toolbox";

    /// <summary>Of the decoders.</summary>
    internal static string[] Decoders => ["rvos-decoder-0-decoder", "rvos-decoder-1-decoder"];

    /// <summary>Runs them.</summary>
    internal Podman Podman => podman.Value;

    /// <summary>How long each part of its start took.</summary>
    internal string Story { get; private set; } = "";

    /// <summary>What helm makes of the chart.</summary>
    internal static Manifests Chart => Deployment.Tests.Tools.Chart.Render(Values);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (podman.IsValueCreated) podman.Value.Dispose();
    }

    /// <summary>Waits for something.</summary>
    internal static void Until(string what, TimeSpan limit, Func<bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            if (clock.Elapsed > limit) throw new TimeoutException($"not within {limit.TotalSeconds} s: {what}");
            Task.Delay(TimeSpan.FromMilliseconds(300)).Wait();
        }
    }

    /// <summary>Status of a GET from within the cluster's network, or nothing.</summary>
    internal static string Status(Podman podman, string host, int port, string path) => podman.Exec(Toolbox, "bash", "-c",
        $"exec 3<>/dev/tcp/{host}/{port} && printf 'GET {path} HTTP/1.0\\r\\nHost: {host}\\r\\n\\r\\n' >&3 && read -r -t 10 version code rest <&3 && echo $code").Output.Trim();

    private Podman Start()
    {
        var clock = Stopwatch.StartNew();
        var podman = new Podman();
        try
        {
            Images.BuildInto(podman);
            Tell("images");
            Dependencies.Start(podman, Dependencies.MakeSecrets(podman));
            Pods.Play(podman, Chart, "rvos-toolbox");
            foreach (var (host, port) in (ReadOnlySpan<(string, int)>)[("rvos-rabbitmq", 5672), ("rvos-postgresql", 5432), ("rvos-blobs", 10000)])
                Until($"{host} listens", TimeSpan.FromMinutes(3), () => podman.Exec(Toolbox, "bash", "-c", $"exec 3<>/dev/tcp/{host}/{port}").Status == 0);
            Tell("servers");
            string[] pods =
            [
                .. ((string[])["ingestion", "notifications", "metrics", "encoder", "gateway"]).SelectMany(name => Pods.Play(podman, Chart, $"rvos-{name}")),
                .. Pods.Play(podman, Chart, "rvos-decoder", count: 2),
            ];
            foreach (var pod in pods) Until($"{pod} is ready", TimeSpan.FromMinutes(5), () => Status(podman, pod, 8081, "/health/ready") == "200");
            Tell("services");
            return podman;
        }
        catch
        {
            podman.Dispose();
            throw;
        }

        void Tell(string part)
        {
            Story += $"{part} {clock.Elapsed.TotalSeconds:F0} s ";
            clock.Restart();
        }
    }
}
