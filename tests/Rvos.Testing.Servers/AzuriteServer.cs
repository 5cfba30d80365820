using System.Net.Http;

namespace Rvos.Testing.Servers;

/// <summary>A private Azurite that serves blobs, kept on disk.</summary>
public sealed class AzuriteServer : TestServer
{
    // Published with the emulator: it opens nothing else.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private readonly string _script;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(2) };

    private AzuriteServer() : base("azurite")
    {
        _script = ServerTools.AzuriteScript ?? throw new InvalidOperationException(ServerTools.MissingAzurite);
        Port = TakePort();
    }

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Of its only account.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Endpoint};";

    private string Endpoint => $"http://127.0.0.1:{Port}/{Account}";

    /// <summary>Starts a new server.</summary>
    public static Task<AzuriteServer> StartNewAsync() => StartedAsync(new AzuriteServer());

    /// <inheritdoc/>
    protected override ServerProcess Launch() => ServerProcess.Start(
    [
        "node", _script, "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        "--location", Path.Combine(Folder, "data"), "--blobHost", "127.0.0.1", "--blobPort", $"{Port}",
    ]);

    /// <inheritdoc/>
    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            // Without credentials the answer is a refusal, which is an answer.
            using var response = await _client.GetAsync(new Uri(Endpoint)).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    protected override Task CleanAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }
}
