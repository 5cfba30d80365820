using Rvos.Notifications.Signing;

namespace Rvos.Notifications.Tests.Support;

/// <summary>A request as a receiver saw it.</summary>
internal sealed record ReceivedMessage(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    internal string Id => Headers[WebhookSignature.IdHeader];

    internal string[] Signatures => Headers[WebhookSignature.SignatureHeader].Split(' ');

    internal WebhookVerification Verify(string secret, DateTimeOffset now) =>
        WebhookSignature.Verify([WebhookSecret.Parse(secret)], Id, Headers[WebhookSignature.TimestampHeader], Headers[WebhookSignature.SignatureHeader], Body, now, TimeSpan.FromMinutes(5));
}
