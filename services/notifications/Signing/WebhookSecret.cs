using System.Security.Cryptography;

namespace Rvos.Notifications.Signing;

/// <summary>A signing secret of Standard Webhooks 1.0: 24 to 64 random bytes, written as <c>whsec_</c> and base64.</summary>
public sealed class WebhookSecret
{
    /// <summary>What a written secret begins with.</summary>
    public const string Prefix = "whsec_";

    private const int MinimumBytes = 24;
    private const int MaximumBytes = 64;
    private const int CreatedBytes = 32;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>The written secret. Only its creation and rotation show it to the user.</summary>
    public string Text => Prefix + Convert.ToBase64String(_key);

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>A new secret of 32 bytes from the system's cryptographic generator.</summary>
    public static WebhookSecret Create() => new(RandomNumberGenerator.GetBytes(CreatedBytes));

    /// <summary>Reads a written secret.</summary>
    /// <exception cref="FormatException">It has no prefix, is no base64, or has fewer than 24 or more than 64 bytes. The message does not repeat it.</exception>
    public static WebhookSecret Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) throw new FormatException($"a webhook secret begins with '{Prefix}'");
        var key = new byte[MaximumBytes + 3];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], key, out var count)) throw new FormatException($"a webhook secret is '{Prefix}' and base64 of {MinimumBytes} to {MaximumBytes} bytes");
        if (count is < MinimumBytes or > MaximumBytes) throw new FormatException($"a webhook secret has {MinimumBytes} to {MaximumBytes} bytes, this one has {count}");
        return new WebhookSecret(key[..count]);
    }

    /// <summary>The prefix alone: a secret that is logged by mistake stays secret.</summary>
    public override string ToString() => Prefix + "…";
}
