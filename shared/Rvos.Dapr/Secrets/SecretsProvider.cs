using Dapr;
using Dapr.Client;
using Grpc.Core;
using Microsoft.Extensions.Configuration;

namespace Rvos.Dapr.Secrets;

/// <summary>Reads the secrets, waiting for a sidecar or a store that is not there yet. Values go into the configuration and nowhere else.</summary>
internal sealed class SecretsProvider(DaprSettings settings, TimeProvider time) : ConfigurationProvider
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(10);

    private readonly DaprOptions _options = settings.Options;

    /// <summary>Reads them. A configuration cannot be loaded but synchronously.</summary>
    /// <exception cref="DaprStartException">They were not to be had in time.</exception>
    public override void Load() => Data = LoadAsync().GetAwaiter().GetResult();

    private async Task<Dictionary<string, string?>> LoadAsync()
    {
        var references = _options.Secrets.Select(SecretReference.Parse).ToArray();
        var builder = new DaprClientBuilder();
        settings.Apply(builder);
        using var client = builder.Build();
        var start = time.GetTimestamp();
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var secret in references.GroupBy(reference => reference.Secret))
        {
            var values = await ReadAsync(client, secret.Key, start).ConfigureAwait(false);
            foreach (var reference in secret) data[reference.Setting] = ValueOf(reference, values);
        }

        return data;
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadAsync(DaprClient client, string secret, long start)
    {
        for (var pause = FirstPause; ; pause = pause < LongestPause / 2 ? pause * 2 : LongestPause)
        {
            using var late = new CancellationTokenSource(Patience, time);
            try
            {
                return await client.GetSecretAsync(_options.SecretStore!, secret, cancellationToken: late.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is DaprException or OperationCanceledException)
            {
                if (time.GetElapsedTime(start) + pause > _options.SecretWait)
                    throw new DaprStartException($"the secret '{secret}' of Dapr's secret store '{_options.SecretStore}' was not to be had within {_options.SecretWait.TotalSeconds:0.#} s: {WordsOf(e)}");
            }

            await Task.Delay(pause, time).ConfigureAwait(false);
        }
    }

    private string ValueOf(SecretReference reference, IReadOnlyDictionary<string, string> values)
    {
        if (reference.Key is { } key)
            return values.TryGetValue(key, out var value) ? value : throw Wrong($"has no value '{key}'");
        return values.Count == 1 ? values.Values.Single() : throw Wrong($"has {values.Count} values: say which one, as {reference.Setting}={reference.Secret}#KEY");

        DaprStartException Wrong(string what) => new($"the secret '{reference.Secret}' of Dapr's secret store '{_options.SecretStore}' {what}.");
    }

    private static string WordsOf(Exception e) => e.InnerException switch
    {
        RpcException { StatusCode: StatusCode.Unavailable } => "the sidecar does not answer.",
        RpcException rpc => $"{rpc.StatusCode}, {rpc.Status.Detail.ReplaceLineEndings(" ")}",
        _ => "the sidecar took too long.",
    };
}
