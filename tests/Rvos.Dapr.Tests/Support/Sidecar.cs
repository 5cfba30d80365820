using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rvos.Testing.Servers;

namespace Rvos.Dapr.Tests.Support;

/// <summary>A sidecar of the tests' own: Dapr's gRPC API on a port that stays the same while it is stopped, and deliveries to an application over HTTP as Dapr makes them.</summary>
internal sealed class Sidecar : IAsyncDisposable
{
    private readonly PortLease _port = PortLease.Take();
    private WebApplication? _app;

    internal SidecarState State { get; } = new();

    internal string Endpoint => $"http://127.0.0.1:{_port.Port}";

    internal static async Task<Sidecar> StartNewAsync()
    {
        var sidecar = new Sidecar();
        await sidecar.StartAsync();
        return sidecar;
    }

    internal async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Endpoint).ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(State).AddSingleton<IServiceMethodProvider<SidecarApi>, SidecarMethods>().AddGrpc();
        _app = builder.Build();
        _app.MapGrpcService<SidecarApi>();
        await _app.StartAsync();
    }

    internal async Task StopAsync()
    {
        await _app!.DisposeAsync();
        _app = null;
    }

    /// <summary>Delivers an event to the route that the application announces; the status that it answers, or the HTTP status where that is no success.</summary>
    internal static async Task<string> DeliverAsync(Uri application, string envelope, string? appToken = null)
    {
        using var client = new HttpClient { BaseAddress = application };
        if (appToken is not null) client.DefaultRequestHeaders.Add("dapr-api-token", appToken);
        var subscription = (await client.GetFromJsonAsync<JsonElement>("/dapr/subscribe")).EnumerateArray().Single();
        return await PostAsync(client, subscription.GetProperty("route").GetString()!, envelope);
    }

    internal static async Task<string> PostAsync(HttpClient client, string route, string envelope)
    {
        using var content = new StringContent(envelope, Encoding.UTF8, "application/cloudevents+json");
        using var answer = await client.PostAsync(route, content);
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString()! : $"{(int)answer.StatusCode}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _port.Dispose();
    }
}
