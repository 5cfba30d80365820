using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Answer = Microsoft.AspNetCore.Http.Results;

namespace Rvos.Cli.Tests.Submit;

/// <summary>A server that speaks the API on a loopback port, whose state outlives its restarts, and that fails as it is told to.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private WebApplication? app;
    private int port;

    internal FakeState State { get; } = new();

    internal FakeFaults Faults { get; private init; } = new();

    internal Uri Url => new($"http://127.0.0.1:{port}");

    internal static async Task<FakeServer> StartAsync(string? key = null)
    {
        var server = new FakeServer { Faults = new FakeFaults { Key = key } };
        await server.RunAsync();
        return server;
    }

    internal async Task StopAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app!.StopAsync(now.Token);
        await app.DisposeAsync();
        app = null;
    }

    /// <summary>Starts, again on the same port.</summary>
    internal async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, port));
        app = builder.Build();
        app.Use(FaultAsync);
        new FakeUploads(State, Faults).Map(app);
        new FakeJobs(State, Faults, TimeProvider.System).Map(app);
        await app.StartAsync();
        port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await StopAsync();
    }

    private async Task FaultAsync(HttpContext http, RequestDelegate next)
    {
        State.Requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
        if (Faults.Key is { } key && http.Request.Headers.Authorization != $"Bearer {key}")
        {
            await Answer.Problem("The API key is unknown.", statusCode: 401, title: "API key refused").ExecuteAsync(http);
            return;
        }

        if (Faults.Take(http.Request) is not { } fault)
        {
            await next(http);
            return;
        }

        if (fault.AfterAnswering) await next(http);
        if (fault.Status == 0 || fault.AfterAnswering)
        {
            http.Abort();
            return;
        }

        if (fault.RetryAfter is { } wait) http.Response.Headers.RetryAfter = wait;
        await Answer.Problem("Injected.", statusCode: fault.Status, title: "Fault").ExecuteAsync(http);
    }
}
