using Rvos.SystemTests.Support;
using Rvos.Testing.Cluster;
using Rvos.Testing.Servers;

namespace Rvos.SystemTests;

/// <summary>Processes are killed with kill -9, servers go away and come back: every accepted job ends completed, its masks byte-equal to an unbroken run's.</summary>
[Collection(SharedCluster.Name)]
public sealed class KillTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Kill_DecoderThatHoldsSessions_JobsCompleteByteEqual()
    {
        var decoders = fixture.Cluster.Named("decoder").ToArray();
        await DisturbAsync(async _ =>
        {
            // Between two jobs there may be a moment without any.
            var sessions = new double[decoders.Length];
            for (var n = 0; n < 100 && sessions.Max() == 0; n++)
            {
                if (n > 0) await Task.Delay(50);
                sessions = await Task.WhenAll(decoders.Select(d => d.FigureAsync("rvos_decoder_sessions")));
            }

            Assert.Contains(sessions, count => count > 0);
            await KillAsync(decoders[Array.IndexOf(sessions, sessions.Max())]);
        });
    }

    [Fact]
    public Task Kill_AllDecoders_JobsCompleteByteEqual() => DisturbAsync(async _ =>
    {
        foreach (var decoder in fixture.Cluster.Named("decoder")) await decoder.KillAsync();
        await Task.Delay(Absence);
        foreach (var decoder in fixture.Cluster.Named("decoder")) await decoder.StartAsync();
    });

    [Fact]
    public Task Restart_EveryServiceInTurn_JobsCompleteByteEqual() => DisturbAsync(async _ =>
    {
        // SIGTERM, as a rolling update sends it: what is in hand is finished or handed over.
        foreach (var service in fixture.Cluster.Services) await service.RestartAsync();
    });

    [Fact]
    public Task Kill_Encoder_JobsCompleteByteEqual() => DisturbAsync(_ => KillAsync(fixture.Cluster.Named("encoder").Single()));

    [Fact]
    public Task Kill_Ingestion_JobsCompleteByteEqual() => DisturbAsync(_ => KillAsync(fixture.Cluster.Named("ingestion").Single()));

    [Fact]
    public Task Kill_Notifications_JobsCompleteByteEqual() => DisturbAsync(_ => KillAsync(fixture.Cluster.Named("notifications").Single()));

    [Fact]
    public Task Kill_RabbitMq_JobsCompleteByteEqual() => DisturbAsync(_ => KillAsync(fixture.Cluster.RabbitMq));

    [Fact]
    public Task Kill_PostgreSql_JobsCompleteByteEqual() => DisturbAsync(_ => KillAsync(fixture.Cluster.Postgres));

    [Fact]
    public Task Stop_AzuriteFor20Seconds_JobsCompleteByteEqual() => DisturbAsync(async _ =>
    {
        await fixture.Cluster.Azurite.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(20));
        await fixture.Cluster.Azurite.StartAsync();
    });

    [Fact]
    public async Task Kill_GatewayDuringUpload_UploadResumesAndJobCompletes()
    {
        await using var disturbance = new Disturbance(fixture);
        await disturbance.RunAsync(async _ =>
        {
            var upload = await TusUpload.CreateAsync(disturbance.Client.Http, Sample.Clip);
            await upload.SendAsync(64 << 10);
            var sending = upload.SendSlowlyAsync(96 << 10);
            await Task.Delay(300);
            await KillAsync(fixture.Cluster.Gateway);
            await Assert.ThrowsAnyAsync<Exception>(() => sending);
            var offset = await upload.OffsetAsync();
            Assert.InRange(offset, 64 << 10, 160 << 10);
            await upload.SendRestAsync();
            var job = await disturbance.Client.SegmentAsync(await upload.VideoAsync(), Sample.Mask);
            await disturbance.Client.WaitForCompletionAsync(job.Id);
        });
    }

    [Fact]
    public async Task Publish_MessagesTwiceAndOutOfOrder_JobsCompleteByteEqual()
    {
        await using var bus = await TestBus.StartAsync(fixture.Cluster.RabbitMq.Address);
        await DisturbAsync(async jobs =>
        {
            for (var round = 0; round < 4; round++)
            {
                foreach (var job in jobs) await bus.RepeatAsync(job, Sample.ShortFrames, seed: round);
                await Task.Delay(500);
            }
        });
    }

    private async Task DisturbAsync(Func<IReadOnlyList<string>, Task> disturb)
    {
        await using var disturbance = new Disturbance(fixture);
        await disturbance.RunAsync(disturb);
    }

    private static async Task KillAsync(TestServer server)
    {
        await server.KillAsync();
        await Task.Delay(Absence);
        await server.StartAsync();
    }
}
