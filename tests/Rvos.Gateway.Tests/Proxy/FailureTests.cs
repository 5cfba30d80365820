using System.Net;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Proxy;

public class FailureTests
{
    [Fact]
    public async Task Request_ServiceAway_Is503WithRetryAfter()
    {
        await using var gateway = await GatewayHarness.StartAsync("http://127.0.0.1:9");
        using var response = await gateway.SendAsync("GET", "/v1/webhooks", await gateway.KeyAsync());
        await GatewayHarness.ProblemAsync(response, 503);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Request_ServiceSilent_Is504AfterItsTime()
    {
        await using var service = await Upstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("Timeout", "00:00:00.3"));
        using var response = await gateway.SendAsync("GET", "/v1/webhooks", await gateway.KeyAsync());
        await GatewayHarness.ProblemAsync(response, 504);
    }

    [Fact]
    public async Task Request_StreamSilentForLongerThanOtherServicesMay_GoesOn()
    {
        await using var service = await Upstream.StartAsync(async context =>
        {
            await Task.Delay(1000);
            context.Response.StatusCode = 204;
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("Timeout", "00:00:00.3"));
        using var response = await gateway.SendAsync("GET", "/v1/jobs", await gateway.KeyAsync());
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Request_ServiceBreaksOff_Is502()
    {
        await using var service = await Upstream.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var response = await gateway.SendAsync("POST", "/v1/jobs", await gateway.KeyAsync());
        await GatewayHarness.ProblemAsync(response, 502);
    }

    [Fact]
    public async Task Request_ProblemOfAService_PassesAsItIs()
    {
        await using var service = await Upstream.StartAsync(context => Microsoft.AspNetCore.Http.TypedResults.Problem("There is no job 'x'.", statusCode: 404, title: "Unknown job").ExecuteAsync(context));
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var response = await gateway.SendAsync("GET", "/v1/jobs/x", await gateway.KeyAsync());
        Assert.Equal("There is no job 'x'.", (await GatewayHarness.ProblemAsync(response, 404)).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/jobsx")]
    public async Task Request_NoSuchRoute_Is404(string path)
    {
        await using var gateway = await GatewayHarness.StartAsync("http://127.0.0.1:9");
        using var response = await gateway.SendAsync("GET", path, await gateway.KeyAsync());
        await GatewayHarness.ProblemAsync(response, 404);
    }
}
