using System.Text.Json.Nodes;
using Rvos.Deployment.Tests.Model;
using Rvos.Deployment.Tests.Tools;

namespace Rvos.Container.Tests;

/// <summary>The images, run from the rendered manifests. <c>RVOS_CONTAINERS=off</c> leaves these tests out.</summary>
[Collection(PodmanTests.OneByOne)]
public sealed class ContainerTests(ContainerCluster cluster, ITestOutputHelper output) : IClassFixture<ContainerCluster>
{
    // Of files; layers in a registry are compressed to less than half of it.
    private static readonly Dictionary<string, long> MostMegabytes = new()
    {
        ["gateway"] = 200,
        ["metrics"] = 200,
        ["notifications"] = 200,
        ["ingestion"] = 650,
        ["encoder"] = 800,
        ["decoder"] = 800,
        ["training"] = 1200,
    };

    [Fact]
    public void Images_Built_AreSmallAndRunAsTheirOwnUser()
    {
        Need();
        foreach (var name in Images.Names)
        {
            var size = Images.Megabytes(cluster.Podman, name);
            output.WriteLine($"rvos-{name}: {size} MB");
            Assert.InRange(size, 1, MostMegabytes[name]);
            Assert.Equal("1654", cluster.Podman.Run(["image", "inspect", "--format", "{{.Config.User}}", $"rvos-{name}:0.1.0"]).Trim());
        }
        output.WriteLine(cluster.Story);
    }

    [Fact]
    public void Pods_Running_CannotWriteTheirRootAndHaveNoPrivileges()
    {
        Need();
        // A decoder may have been killed by the other test.
        var decoder = ContainerCluster.Decoders.First(name => cluster.Podman.Run(["inspect", "--format", "{{.State.Running}}", name]).Trim() == "true");
        foreach (var container in (string[])["rvos-gateway-gateway", "rvos-ingestion-ingestion", "rvos-encoder-encoder", ContainerCluster.Toolbox, decoder])
        {
            var said = cluster.Podman.Exec(container, "sh", "-c", "id -u; for place in /app / /tmp; do touch $place/file 2>/dev/null; echo $place $?; done; grep CapEff /proc/1/status").Output;
            Assert.Equal(["1654", "/app 1", "/ 1", "/tmp 0", "CapEff:\t0000000000000000"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public void HelmTest_Pod_Succeeds()
    {
        Need();
        // The hook's pod as it is, but for the names of services, of which podman has none: each is its pod's.
        var pod = new KubeObject(ContainerCluster.Chart.The("Pod", "rvos-test").Json.DeepClone().AsObject());
        var arguments = Assert.Single(pod.Containers).Json["args"]!;
        var script = ((string)arguments[0]!).Replace("rvos-gateway 80 ", "rvos-gateway 8080 ", StringComparison.Ordinal).Replace("rvos-gateway-internal", "rvos-gateway", StringComparison.Ordinal);
        arguments[0] = script;
        Pods.Play(cluster.Podman, "rvos-test", pod, null);
        var status = cluster.Podman.Run(["wait", "rvos-test-test"]).Trim();
        var log = cluster.Podman.Run(["logs", "--timestamps", "rvos-test-test"]);
        Assert.True(status == "0", log);
        var asked = script.Split('\n').Count(line => line.StartsWith("expect ", StringComparison.Ordinal));
        Assert.True(asked > 4);
        Assert.Equal(asked, log.Split('\n').Count(line => line.Contains(" ok: ", StringComparison.Ordinal)));
        output.WriteLine(log);
    }

    [Fact]
    public async Task Job_DecoderKilledOnTheWay_EndsInTheMasksOfTheCommandByteForByte()
    {
        Need();
        var podman = cluster.Podman;
        podman.Run(["cp", DeploymentTools.RepositoryPath("samples") + "/.", $"{ContainerCluster.Toolbox}:/tmp/samples"]);
        Toolbox("ffmpeg -v error -stream_loop 3 -i /tmp/samples/dashcam.mp4 -c copy /tmp/long.mp4");
        var key = Toolbox("rvos keys create --tenant containers").Trim();
        var submit = Task.Run(() => podman.Try(["exec", "--env", $"RVOS_API_KEY={key}", ContainerCluster.Toolbox, "sh", "-c",
            "cd /tmp && rvos submit /tmp/long.mp4 --server http://rvos-gateway:8080 --mask 0:/tmp/samples/dashcam.png --no-overlay --json -o /tmp/served"], limit: TimeSpan.FromMinutes(10)));

        ContainerCluster.Until("masks of a decoder", TimeSpan.FromMinutes(4), () => submit.IsCompleted || Worker(podman) is not null);
        if (submit.IsCompleted) Assert.Fail((await submit).Error + (await submit).Output);
        var killed = Worker(podman)!;
        podman.Run(["kill", "--signal", "KILL", killed]);
        output.WriteLine($"killed {killed}");

        var run = await submit;
        Assert.True(run.Status == 0, run.Error + run.Output);
        Toolbox("cd /tmp && OMP_NUM_THREADS=1 rvos segment /tmp/long.mp4 --mask 0:/tmp/samples/dashcam.png --no-overlay -o /tmp/direct");
        Assert.Equal("400", Toolbox("ls /tmp/direct/masks | wc -l").Trim());
        Assert.Equal("", Toolbox("diff -rq /tmp/direct/masks /tmp/served/long/masks"));
        Assert.False((bool)JsonNode.Parse(podman.Run(["inspect", killed]))![0]!["State"]!["Running"]!);
    }

    private static void Need()
    {
        if (ContainerTools.Missing is { } missing) Assert.Skip(missing);
    }

    // The decoder that has written a checkpoint or more.
    private static string? Worker(Podman podman) => ContainerCluster.Decoders.FirstOrDefault(decoder =>
    {
        var text = podman.Exec(ContainerCluster.Toolbox, "bash", "-c",
            $"exec 3<>/dev/tcp/{decoder[..^"-decoder".Length]}/8081; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3").Output;
        return text.Split('\n').Any(line => line.StartsWith("rvos_decoder_checkpoint_written_bytes_total", StringComparison.Ordinal) && !line.TrimEnd().EndsWith(" 0", StringComparison.Ordinal));
    });

    private string Toolbox(string script)
    {
        var run = cluster.Podman.Exec(ContainerCluster.Toolbox, "sh", "-c", script);
        Assert.True(run.Status == 0, $"{script}: {run.Error}{run.Output}");
        return run.Output;
    }
}
