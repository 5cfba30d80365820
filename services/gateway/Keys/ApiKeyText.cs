using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Rvos.Gateway.Keys;

/// <summary>
/// An API key as its owner holds it: <c>rvos_</c>, 32 hexadecimal digits of the key's id, <c>_</c>, and 43 characters of base64url
/// that are a secret of 256 random bits. Scanners for leaked secrets find it by
/// <c>rvos_[0-9a-f]{32}_[A-Za-z0-9_-]{43}</c>.
/// </summary>
/// <remarks>
/// What is kept is the SHA-256 of the secret. A slow hash (bcrypt, Argon2) makes each guess at a password costly because people
/// choose among few; here there are 2^256 equally likely secrets, no number of guesses gets anywhere at any speed, and the
/// slow hash would only make each request slow. A salt is not needed for the same reason: no two keys share a secret.
/// </remarks>
public sealed class ApiKeyText
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "rvos_";

    internal const string IdPrefix = "key_";
    private const int SecretBytes = 32, SecretLength = 43, IdLength = 32;
    private const int Length = 5 + IdLength + 1 + SecretLength;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private readonly byte[] _secret;

    private ApiKeyText(string id, byte[] secret) => (Id, _secret) = (id, secret);

    /// <summary>The id of the key, <c>key_…</c>.</summary>
    public string Id { get; }

    /// <summary>The whole key: only for its owner's eyes.</summary>
    public string Reveal() => $"{Prefix}{Id[IdPrefix.Length..]}_{Base64Url.EncodeToString(_secret)}";

    /// <summary>The id alone: a key that is logged by mistake stays secret.</summary>
    public override string ToString() => Id;

    internal string Hash => Convert.ToHexStringLower(SHA256.HashData(_secret));

    internal static ApiKeyText Create(string id) => new(id, RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Reads a key; false when the text is none.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out ApiKeyText? key)
    {
        key = null;
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var id = text.Slice(Prefix.Length, IdLength);
        var secret = text[^SecretLength..];
        if (id.ContainsAnyExcept(HexDigits) || text[Prefix.Length + IdLength] != '_' || !IsBase64Url(secret)) return false;
        key = new ApiKeyText(string.Concat(IdPrefix, id), Base64Url.DecodeFromChars(secret));
        return true;
    }

    /// <summary>Whether the secret is the one of a kept hash; takes as long for any two hashes.</summary>
    internal bool Matches(string hash) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(_secret), Convert.FromHexString(hash));

    // Base64Url's own check takes white space and padding too.
    private static bool IsBase64Url(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        return Base64Url.IsValid(text);
    }
}
