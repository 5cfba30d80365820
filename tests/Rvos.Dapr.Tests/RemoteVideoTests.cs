using Rvos.Dapr.Tests.Support;
using Rvos.Testing.Servers;

namespace Rvos.Dapr.Tests;

/// <summary>As it runs in many processes: PostgreSQL and a real blob store, two of the service.</summary>
public sealed class RemoteVideoTests
{
    [Fact]
    public async Task Event_DeliveredToTwoProcessesAtOnce_IsOneVideoAndOneJob()
    {
        Assert.SkipWhen((ServerTools.MissingPostgres ?? ServerTools.MissingAzurite) is not null, ServerTools.MissingPostgres ?? ServerTools.MissingAzurite ?? "");
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var azurite = await AzuriteServer.StartNewAsync();
        await using var files = await FileServer.StartAsync();
        using var place = new Place(new Dictionary<string, string?>
        {
            ["Rvos:Blobs:Provider"] = "Azure",
            ["Rvos:Blobs:ConnectionString"] = azurite.ConnectionString,
            ["Rvos:Database:Provider"] = "PostgreSql",
            ["Rvos:Database:ConnectionString"] = await postgres.CreateDatabaseAsync("dapr"),
        });
        await using var one = await App.StartAsync(place, App.With(null));
        await using var two = await App.StartAsync(place, App.With(null));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).DeliverAsync(Envelope.Of(files.Url))));
        Assert.All(answers, answer => Assert.Contains(answer, (string[])["SUCCESS", "RETRY"]));
        foreach (var app in new[] { one, two }) Assert.Equal("SUCCESS", await app.DeliverAsync(Envelope.Of(files.Url)));
        Assert.Equal((1, 1, 1), (files.Requests, (await one.VideosAsync()).Length, (await one.JobsAsync()).Length));
    }
}
