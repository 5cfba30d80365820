namespace Rvos.Gateway.Keys;

/// <summary>A key that was just made.</summary>
/// <param name="Key">As it is kept.</param>
/// <param name="Secret">The key itself, to be shown once: it cannot be had again.</param>
public sealed record CreatedKey(ApiKey Key, ApiKeyText Secret);
