using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Proxy;

/// <summary>What passes through the gateway is not held up in it.</summary>
public class StreamingTests
{
    // More than what connections hold back to fill a packet.
    private const int Half = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Upload_HalfSent_HasReachedTheService()
    {
        var first = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await Upstream.StartAsync(async context =>
        {
            var buffer = new byte[Half];
            var count = await context.Request.Body.ReadAtLeastAsync(buffer, Half / 2);
            first.SetResult(count);
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var more) count += more;
            context.Response.Headers["Upload-Offset"] = $"{count}";
            context.Response.Headers["X-Rvos-Video"] = "vid_1";
            context.Response.StatusCode = 204;
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var client = new TcpClient("127.0.0.1", new Uri(gateway.Url).Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PATCH /v1/uploads/upl_1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {await gateway.KeyAsync()}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n" +
            $"Content-Type: application/offset+octet-stream\r\nContent-Length: {2 * Half}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(new byte[Half]);
        Assert.InRange(await first.Task.WaitAsync(Patience), Half / 2, Half);
        await stream.WriteAsync(new byte[Half]);
        var answer = await new StreamReader(stream).ReadToEndAsync().WaitAsync(Patience);
        Assert.StartsWith("HTTP/1.1 204", answer, StringComparison.Ordinal);
        Assert.Contains($"Upload-Offset: {2 * Half}", answer, StringComparison.Ordinal);
        Assert.Contains("X-Rvos-Video: vid_1", answer, StringComparison.Ordinal);
        var seen = Assert.Single(service.Seen);
        Assert.Equal(("1.0.0", "0"), (seen.Headers["Tus-Resumable"], seen.Headers["Upload-Offset"]));
    }

    [Fact]
    public async Task Upload_ClientGone_EndsTheServicesRequest()
    {
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await Upstream.StartAsync(async context =>
        {
            try
            {
                var buffer = new byte[1 << 16];
                while (await context.Request.Body.ReadAsync(buffer) > 0) begun.TrySetResult();
                ended.SetResult(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
            {
                ended.SetResult(true);
            }
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        var key = await gateway.KeyAsync();
        using (var client = new TcpClient("127.0.0.1", new Uri(gateway.Url).Port))
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PATCH /v1/uploads/upl_1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Length: {2 * Half}\r\n\r\n"));
            await client.GetStream().WriteAsync(new byte[Half]);
            await begun.Task.WaitAsync(Patience);
        }

        Assert.True(await ended.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Upload_LargerThanOtherBodies_Passes()
    {
        const int Length = 80 << 20;
        await using var service = await Upstream.StartAsync(async context =>
        {
            var buffer = new byte[1 << 20];
            long count = 0;
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var more) count += more;
            await context.Response.WriteAsync($"{count}");
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var client = gateway.Client(await gateway.KeyAsync());
        using var response = await client.PatchAsync("/v1/uploads/upl_1", new ByteArrayContent(new byte[Length]));
        Assert.Equal($"{Length}", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("POST", "/v1/jobs")]
    [InlineData("PATCH", "/v1/uploads/upl_1")]
    public async Task Body_BeyondTheLimit_Is413BeforeItIsSent(string method, string path)
    {
        await using var service = await Upstream.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("MaximumBodyBytes", "2048"), ("MaximumUploadBytes", $"{1 << 20}"));
        using var client = gateway.Client(await gateway.KeyAsync());
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(new byte[(1 << 20) + 1]) };
        request.Headers.ExpectContinue = true;
        using var response = await client.SendAsync(request);
        await GatewayHarness.ProblemAsync(response, 413);
        Assert.Empty(service.Seen);
    }

    [Fact]
    public async Task Body_BeyondTheLimitWithoutALength_Is413()
    {
        await using var service = await Upstream.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var gateway = await GatewayHarness.StartAsync(service.Url, ("MaximumBodyBytes", "2048"));
        using var client = gateway.Client(await gateway.KeyAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = new ByteArrayContent(new byte[100_000]) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await client.SendAsync(request);
        await GatewayHarness.ProblemAsync(response, 413);
    }

    [Fact]
    public async Task Events_EachOne_ArrivesWhenItIsSent()
    {
        var go = new SemaphoreSlim(0);
        await using var service = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 1; i <= 3; i++)
            {
                await context.Response.WriteAsync($"id: {i}\ndata: {{}}\n\n");
                await context.Response.Body.FlushAsync();
                await go.WaitAsync();
            }
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var client = gateway.Client(await gateway.KeyAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs/job_1/events");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Add("Last-Event-ID", "7");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 1; i <= 3; i++)
        {
            // The next one is sent only when this one was read: a buffer in between would hold both up for ever.
            Assert.Equal($"id: {i}", await events.ReadLineAsync().WaitAsync(Patience));
            Assert.Equal("data: {}", await events.ReadLineAsync().WaitAsync(Patience));
            Assert.Equal("", await events.ReadLineAsync().WaitAsync(Patience));
            go.Release();
        }

        Assert.Null(await events.ReadLineAsync().WaitAsync(Patience));
        Assert.Equal("7", Assert.Single(service.Seen).Headers["Last-Event-ID"]);
    }

    [Fact]
    public async Task Events_GatewayStops_EndAtOnce()
    {
        await using var service = await Upstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("data: {}\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var client = gateway.Client(await gateway.KeyAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs/job_1/events");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Range_OfOverlay_IsPassedBothWays()
    {
        await using var service = await Upstream.StartAsync(context =>
            TypedResults.Bytes(Enumerable.Range(0, 100).Select(i => (byte)i).ToArray(), "video/mp4", enableRangeProcessing: true).ExecuteAsync(context));
        await using var gateway = await GatewayHarness.StartAsync(service.Url);
        using var client = gateway.Client(await gateway.KeyAsync());
        client.DefaultRequestHeaders.Range = new RangeHeaderValue(10, 19);
        using var response = await client.GetAsync("/v1/jobs/job_1/overlay.mp4");
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal((10, 19, 100), (response.Content.Headers.ContentRange!.From, response.Content.Headers.ContentRange.To, response.Content.Headers.ContentRange.Length));
        Assert.Equal(Enumerable.Range(10, 10).Select(i => (byte)i), await response.Content.ReadAsByteArrayAsync());
    }
}
