using Dapper;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Who begins when.</summary>
public abstract class JobStarterContract : JobContract
{
    [Fact]
    public async Task Start_FleetAndOthers_TakeTurns()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumRunning", "2"));
        var (fleet, others) = (await service.AddVideoAsync(), await service.AddVideoAsync(tenant: "globex"));
        for (var i = 0; i < 5; i++) await service.CreateAsync(JobBodies.OneShot(fleet.Id));
        for (var i = 0; i < 2; i++) await service.CreateAsync(JobBodies.OneShot(others.Id), "globex");
        // The fleet came first and has both places.
        Assert.Equal(["acme", "acme"], await RunningAsync(service, "tenant"));
        for (var ended = 1; ended < 7; ended++)
        {
            var first = (await RunningAsync(service, "id"))[0];
            await service.ExecuteAsync("update jobs set state = 'failed' where id = @first", new { first });
            await service.Get<JobStarter>().StartAsync(CancellationToken.None);
            var tenants = await RunningAsync(service, "tenant");
            Assert.Equal(Math.Min(2, 7 - ended), tenants.Length);
            // From then on each has one, as long as it has any.
            await using var connection = await service.Get<Database>().OpenAsync();
            var waiting = (await connection.QueryAsync<string>("select distinct tenant from jobs where state in ('queued', 'running')")).ToArray();
            if (waiting.Length == 2) Assert.Equal(["acme", "globex"], tenants.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Start_ByManyAtOnce_NeverMoreThanAllowed()
    {
        await using var service = await ServeAsync(("Rvos:Jobs:MaximumRunning", "3"));
        var video = await service.AddVideoAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.CreateAsync(JobBodies.OneShot(video.Id))));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.Get<JobStarter>().StartAsync(CancellationToken.None)));
        Assert.Equal(3, (await RunningAsync(service, "id")).Length);
    }

    private static async Task<string[]> RunningAsync(JobHarness service, string column)
    {
        await using var connection = await service.Get<Database>().OpenAsync();
        return (await connection.QueryAsync<string>($"select {column} from jobs where state = 'running' order by id")).ToArray();
    }
}
