using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Rvos.Hosting.Jobs;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>Overlay and evaluation while they are not there, and when they are.</summary>
public sealed class ExportRoutesTests
{
    private const string Job = "job_1", Root = "/v1/jobs/" + Job;

    [Theory]
    [InlineData("running", true)]
    [InlineData("completed", true)]
    [InlineData("failed", false)]
    [InlineData("cancelled", false)]
    public async Task Get_NotMadeYet_SaysWhetherToComeBack(string state, bool comesBack)
    {
        await using var server = await ResultsServer.StartAsync();
        server.Jobs.Set(Masks(server).View(4, state) with { HasGroundTruth = true, Outputs = ["overlay"] });
        foreach (var result in state == "completed" ? ["metrics"] : new[] { "metrics", "overlay.mp4" })
        {
            using var response = await server.Client.GetAsync($"{Root}/{result}");
            Assert.Contains(comesBack ? "not made yet" : state, await DetailAsync(response), StringComparison.Ordinal);
            Assert.Equal(comesBack, response.Headers.RetryAfter is not null);
        }
    }

    [Fact]
    public async Task GetOverlay_CompletedWithoutIt_SaysThatItDoesNotCome()
    {
        await using var server = await ResultsServer.StartAsync();
        server.Jobs.Set(Masks(server).View(4, "completed") with { Outputs = ["overlay"] });
        using var response = await server.Client.GetAsync($"{Root}/overlay.mp4");
        Assert.Contains("could not be made", await DetailAsync(response), StringComparison.Ordinal);
        Assert.Null(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Get_NeverAskedFor_SaysSo()
    {
        await using var server = await ResultsServer.StartAsync();
        server.Jobs.Set(Masks(server).View(4));
        Assert.Contains("ground truth", await DetailAsync(await server.Client.GetAsync($"{Root}/metrics")), StringComparison.Ordinal);
        Assert.Contains("not asked", await DetailAsync(await server.Client.GetAsync($"{Root}/overlay.mp4")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetMetrics_Computed_IsTheBlobOfTheRevision()
    {
        await using var server = await ResultsServer.StartAsync();
        server.Jobs.Set(Masks(server).View(4, "completed", new(0, 0), new(1, 0)) with { HasGroundTruth = true });
        await server.Blobs.PutAsync(JobBlobs.Metrics(Job, 0), "{\"j\":0.1}"u8.ToArray());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync($"{Root}/metrics")).StatusCode);
        await server.Blobs.PutAsync(JobBlobs.Metrics(Job, 1), "{\"j\":0.9}"u8.ToArray());
        using var response = await server.Client.GetAsync($"{Root}/metrics");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("{\"j\":0.9}", await response.Content.ReadAsStringAsync());
    }

    private static SyntheticMasks Masks(ResultsServer server) => new(server.Blobs, Job, 32, 24, 4);

    private static async Task<string> DetailAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
    }
}
