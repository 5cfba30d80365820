using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rvos.Notifications.Signing;

/// <summary>Symmetric signatures of Standard Webhooks 1.0: HMAC-SHA256 over <c>id.timestamp.body</c>, written <c>v1,base64</c>.</summary>
public static class WebhookSignature
{
    /// <summary>Header with the message's id, the same at each attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header with the time of the attempt, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Header with one signature per valid secret, separated by spaces.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";

    // A header made to cost time must not.
    private const int MaximumSignatures = 16;

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret, in their order.</summary>
    /// <param name="secrets">The valid secrets: one, or more during a rotation.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="body">The body, byte for byte as sent.</param>
    public static string Sign(IEnumerable<WebhookSecret> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var content = Content(id, timestamp, body);
        return string.Join(' ', secrets.Select(s => Version + Convert.ToBase64String(HMACSHA256.HashData(s.Key, content))));
    }

    /// <summary>Whether a received message was signed with one of the secrets, at most <paramref name="tolerance"/> from now.</summary>
    /// <param name="secrets">The receiver's secrets.</param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>.</param>
    /// <param name="signatures">The value of <c>webhook-signature</c>.</param>
    /// <param name="body">The body, byte for byte as received.</param>
    /// <param name="now">The receiver's clock.</param>
    /// <param name="tolerance">How far the message's time may be from the clock, either way; five minutes are usual.</param>
    public static WebhookVerification Verify(IReadOnlyList<WebhookSecret> secrets, string id, string timestamp, string signatures, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan tolerance)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(signatures);
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return WebhookVerification.BadTimestamp;
        if (seconds < now.ToUnixTimeSeconds() - (long)tolerance.TotalSeconds) return WebhookVerification.TooOld;
        if (seconds > now.ToUnixTimeSeconds() + (long)tolerance.TotalSeconds) return WebhookVerification.TooNew;
        var content = Content(id, seconds, body);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var signature in signatures.Split(' ', MaximumSignatures + 1).Take(MaximumSignatures))
        {
            if (!signature.StartsWith(Version, StringComparison.Ordinal)) continue;
            if (!Convert.TryFromBase64String(signature[Version.Length..], given, out var count) || count != given.Length) continue;
            foreach (var secret in secrets)
                if (CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(secret.Key, content))) return WebhookVerification.Valid;
        }

        return WebhookVerification.NoMatch;
    }

    private static byte[] Content(string id, long timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
}
