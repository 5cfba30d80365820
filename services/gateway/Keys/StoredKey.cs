namespace Rvos.Gateway.Keys;

/// <summary>A key and the hash of its secret, in hexadecimal.</summary>
internal sealed record StoredKey(ApiKey Key, string Hash);
