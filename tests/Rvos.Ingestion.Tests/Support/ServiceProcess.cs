using Rvos.Hosting.Http;
using Rvos.Testing.Servers;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>The service as a process of its own, to be killed and started again at the same address.</summary>
internal sealed class ServiceProcess(TestPlace place) : IAsyncDisposable
{
    private readonly PortLease _port = PortLease.Take();
    private ServerProcess? _process;

    internal Uri Url => new($"http://127.0.0.1:{_port.Port}");

    internal string Output => _process?.Output ?? "";

    internal TusClient Tus() => new(Client());

    internal HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Add(TenantHeader.Name, IngestionHarness.Tenant);
        return client;
    }

    internal async Task StartAsync(params (string Key, string Value)[] settings)
    {
        var environment = place.Settings.Concat(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!);
        environment["ASPNETCORE_URLS"] = Url.ToString();
        _process = ServerProcess.Start(["dotnet", typeof(IngestionHost).Assembly.Location], environment);
        using var client = Client();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("/v1/videos", limit.Token);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (_process.IsRunning)
            {
                // Not listening yet.
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>kill -9.</summary>
    internal async Task KillAsync()
    {
        await _process!.KillAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _port.Dispose();
    }
}
