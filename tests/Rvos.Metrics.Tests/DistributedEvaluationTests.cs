using Rvos.Evaluation.Davis;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;
using Rvos.Metrics.Tests.Support;
using Rvos.Testing.Servers;

namespace Rvos.Metrics.Tests;

/// <summary>As it runs in many processes: RabbitMQ and Azurite, two of this service on one queue.</summary>
public sealed class DistributedEvaluationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rvos-metrics-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Consume_EventsThatComeTwiceAndADamagedJobAmongThem_LeaveOneAnswerEachAndNoPoison()
    {
        if ((ServerTools.MissingRabbitMq ?? ServerTools.MissingAzurite) is { } missing) Assert.Skip(missing);
        await using var rabbit = await RabbitMqServer.StartNewAsync();
        await using var azurite = await AzuriteServer.StartNewAsync();
        (string, string)[] settings =
        [
            ("Rvos:Bus:Transport", "RabbitMq"), ("Rvos:Bus:Address", rabbit.Address.ToString()),
            ("Rvos:Blobs:Provider", "Azure"), ("Rvos:Blobs:ConnectionString", azurite.ConnectionString),
        ];
        await using var one = await MetricsHarness.StartAsync(settings);
        await using var two = await MetricsHarness.StartAsync(settings);
        var jobs = Enumerable.Range(0, 4).Select(i => new SampleJob { Id = $"job_{i}", Revision = i % 2 }).ToArray();
        foreach (var job in jobs) await job.StoreAsync(one.Blobs);
        await one.Blobs.PutAsync(JobBlobs.Truth("job_2", 5), "nonsense"u8.ToArray());

        await Task.WhenAll(jobs.Concat(jobs).Concat(jobs).Select(job => one.PublishAsync(job.Ended)));

        foreach (var job in jobs.Where(j => j.Id != "job_2")) Figures.AssertEqual(job, _folder, DavisProtocol.Davis2017SemiSupervised, await two.AnswerAsync(job));
        Assert.Contains("the ground truth of frame 5 cannot be read", (await two.AnswerAsync(jobs[2])).Error, StringComparison.Ordinal);
        await DrainAsync(rabbit);
        Assert.DoesNotContain("metrics_error", await rabbit.ControlAsync("list_queues", "name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consume_StoreKilledMeanwhile_GoesOnWhenItIsBack()
    {
        if ((ServerTools.MissingRabbitMq ?? ServerTools.MissingAzurite) is { } missing) Assert.Skip(missing);
        await using var rabbit = await RabbitMqServer.StartNewAsync();
        await using var azurite = await AzuriteServer.StartNewAsync();
        await using var service = await MetricsHarness.StartAsync(
            ("Rvos:Bus:Transport", "RabbitMq"), ("Rvos:Bus:Address", rabbit.Address.ToString()),
            ("Rvos:Blobs:Provider", "Azure"), ("Rvos:Blobs:ConnectionString", azurite.ConnectionString));
        var job = new SampleJob { Id = "job_1" };
        await job.StoreAsync(service.Blobs);
        await azurite.StopAsync();

        await service.PublishAsync(job.Ended);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await azurite.StartAsync();

        Figures.AssertEqual(job, _folder, DavisProtocol.Davis2017SemiSupervised, await service.AnswerAsync(job));
    }

    private static async Task DrainAsync(RabbitMqServer rabbit)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await rabbit.ControlAsync("list_queues", "--quiet", "--no-table-headers", "name", "messages")).Split('\n').Any(l => l.StartsWith("metrics\t", StringComparison.Ordinal) && !l.EndsWith("\t0", StringComparison.Ordinal)))
            await Task.Delay(200, patience.Token);
    }
}
