using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Rvos.Testing.Servers;

namespace Rvos.Cli.Tests.Serving;

/// <summary><c>rvos serve</c> with Dapr switched on; Rvos.Dapr.Tests has the rest of it, and the sidecar.</summary>
public class ServeDaprTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Serve_EventAtTheSidecarsPort_IsAJobThatCompletes()
    {
        using var folder = new TemporaryFolder();
        using var port = PortLease.Take();
        await using var files = await ServeClipAsync(folder["clip.mp4"]);
        using var server = Start(
            ["serve", "--port", "0", "--data", folder["data"]], ("Tenant", "local"), ("AppPort", $"{port.Port}"), ("PublishJobs", "false"), ("..Outbound__AllowedNetworks__0", "127.0.0.0/8"));
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            using var outside = new HttpClient { BaseAddress = new Uri(await RvosProcess.AddressAsync(server).WaitAsync(limit.Token)) };
            using var sidecar = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Port}") };
            var envelope = $$$"""
                {"specversion": "1.0", "id": "drive-1", "source": "fleet", "data": {"url": "{{{files.Urls.First()}}}/clip.mp4", "mode": "one-shot", "outputs": [],
                 "objects": [{"id": 1, "box": [112, 156, 196, 218]}]}}
                """;
            using var refused = await outside.PostAsync("/dapr/videos", Content(envelope), limit.Token);
            Assert.Equal(404, (int)refused.StatusCode);
            using var taken = await sidecar.PostAsync("/dapr/videos", Content(envelope), limit.Token);
            Assert.Equal("""{"status":"SUCCESS"}""", await taken.Content.ReadAsStringAsync(limit.Token));
            for (var state = ""; state != "completed"; await Task.Delay(100, limit.Token))
            {
                var job = (await outside.GetFromJsonAsync<JsonElement>("/v1/jobs", limit.Token)).GetProperty("items").EnumerateArray().Single();
                state = job.GetProperty("state").GetString();
                Assert.Contains(state, (string[])["queued", "running", "completed"]);
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Serve_SecretStoreAway_EndsWithOneLineAndAStatus()
    {
        using var folder = new TemporaryFolder();
        using var server = Start(
            ["serve", "--port", "0", "--data", folder["data"]], ("GrpcEndpoint", "http://127.0.0.1:1"), ("SecretStore", "vault"), ("SecretWait", "00:00:00.3"), ("Secrets__0", "Rvos:Database:ConnectionString=db"));
        var run = await RvosProcess.FinishAsync(server);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal("rvos: the secret 'db' of Dapr's secret store 'vault' was not to be had within 0.3 s: the sidecar does not answer.\n", run.Error);
    }

    private static Process Start(string[] arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "rvos.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Rvos__Dapr__Enabled"] = "true";
        foreach (var (name, value) in settings) start.Environment[name.StartsWith("..", StringComparison.Ordinal) ? "Rvos__" + name[2..] : "Rvos__Dapr__" + name] = value;
        return Process.Start(start)!;
    }

    private static StringContent Content(string envelope) => new(envelope, Encoding.UTF8, "application/cloudevents+json");

    private static async Task<WebApplication> ServeClipAsync(string path)
    {
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-i", RvosProcess.Sample("dashcam.mp4"), "-frames:v", "8", path]);
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
        var clip = await File.ReadAllBytesAsync(path);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(context => context.Response.Body.WriteAsync(clip).AsTask());
        await server.StartAsync();
        return server;
    }
}
