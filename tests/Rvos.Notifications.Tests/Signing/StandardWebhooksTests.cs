using System.Text;
using Microsoft.AspNetCore.Http;
using Rvos.Notifications.Signing;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Rvos.Notifications.Tests.Signing;

/// <summary>The library that a receiver in .NET would use takes our signatures, and we take its.</summary>
public class StandardWebhooksTests
{
    private const string Id = "msg_1";
    private const string Body = """{"type":"job.completed","data":{"name":"Zoë – 視頻 \"x\""}}""";
    private static readonly WebhookSecret Secret = WebhookSecret.Create();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public void Verify_OfTheLibrary_TakesOurSignature() => Receive(Secret, Headers(Secret), Body);

    // Version 1.1.2 of the library reads the first signature alone; a receiver with the other secret must split the header itself.
    [Fact]
    public void Verify_OfTheLibrary_TakesTheFirstSecretOfARotation() => Receive(Secret, Headers(Secret, WebhookSecret.Create()), Body);

    [Fact]
    public void Verify_OfTheLibrary_RefusesWhatWasChanged()
    {
        Assert.Throws<WebhookVerificationException>(() => Receive(Secret, Headers(Secret), Body + " "));
        Assert.Throws<WebhookVerificationException>(() => Receive(WebhookSecret.Create(), Headers(Secret), Body));
    }

    [Fact]
    public void Sign_OfTheLibrary_IsOurs()
    {
        var theirs = new StandardWebhook(Secret.Text).Sign(Id, _now, Body);

        Assert.Equal(WebhookSignature.Sign([Secret], Id, _now.ToUnixTimeSeconds(), Encoding.UTF8.GetBytes(Body)), theirs);
        Assert.Equal(WebhookVerification.Valid, WebhookSignature.Verify([Secret], Id, $"{_now.ToUnixTimeSeconds()}", theirs, Encoding.UTF8.GetBytes(Body), _now, TimeSpan.FromMinutes(5)));
    }

    private static void Receive(WebhookSecret secret, HeaderDictionary headers, string body) => new StandardWebhook(secret.Text).Verify(body, headers);

    private HeaderDictionary Headers(params WebhookSecret[] secrets) => new()
    {
        [WebhookSignature.IdHeader] = Id,
        [WebhookSignature.TimestampHeader] = $"{_now.ToUnixTimeSeconds()}",
        [WebhookSignature.SignatureHeader] = WebhookSignature.Sign(secrets, Id, _now.ToUnixTimeSeconds(), Encoding.UTF8.GetBytes(Body)),
    };
}
