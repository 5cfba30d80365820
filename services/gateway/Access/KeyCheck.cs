using Microsoft.Extensions.Options;
using Rvos.Gateway.Keys;

namespace Rvos.Gateway.Access;

/// <summary>Finds out whose key a request carries.</summary>
internal sealed class KeyCheck(KeyCache cache, KeyStore store, IOptions<ApiKeyOptions> options, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    /// <summary>The caller, or why the key is refused. Only who holds the secret learns that a key is revoked or expired.</summary>
    internal async Task<(Caller? Caller, string? Refusal)> CheckAsync(string authorization, CancellationToken cancellation)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return (null, "The header Authorization is not 'Bearer rvos_…'.");
        if (!ApiKeyText.TryParse(authorization.AsSpan(Scheme.Length).Trim(' '), out var text)) return (null, "This does not have the form of an API key.");
        var known = await cache.FindAsync(text.Id, cancellation);
        if (known.Stored is not { } stored || !text.Matches(stored.Hash)) return (null, "There is no such API key.");
        if (stored.Key.RevokedAt is not null) return (null, "The API key was revoked.");
        if (stored.Key.ExpiresAt <= time.GetUtcNow()) return (null, "The API key has expired.");
        if (known.IsFirstUse()) await store.TouchAsync(stored.Key, cancellation);
        return (Caller.Of(stored.Key, options.Value), null);
    }
}
