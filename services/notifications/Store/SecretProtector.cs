using Microsoft.AspNetCore.DataProtection;
using Rvos.Notifications.Signing;

namespace Rvos.Notifications.Store;

/// <summary>Encrypts secrets for the database, with ASP.NET Core data protection.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider, TimeProvider time)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Rvos.Notifications.WebhookSecret.v1");

    internal ProtectedSecret Protect(WebhookSecret secret)
    {
        var now = time.GetUtcNow();
        return new ProtectedSecret("sec_" + Guid.CreateVersion7(now).ToString("n"), _protector.Protect(secret.Text), now.ToUnixTimeMilliseconds());
    }

    /// <exception cref="System.Security.Cryptography.CryptographicException">The key that it was encrypted with is gone.</exception>
    internal WebhookSecret Unprotect(string text) => WebhookSecret.Parse(_protector.Unprotect(text));
}
