using System.Text;
using Rvos.Notifications.Signing;

namespace Rvos.Notifications.Tests.Signing;

public class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    // The published vector of Standard Webhooks' libraries; openssl computes the same.
    private static readonly WebhookSecret Secret = WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    [Fact]
    public void Sign_PublishedVector_IsReproduced() => Assert.Equal(Signature, WebhookSignature.Sign([Secret], Id, 1614265330, Body));

    [Fact]
    public void Sign_TwoSecrets_GivesBothSignaturesInOrder()
    {
        var signatures = WebhookSignature.Sign([WebhookSecret.Create(), Secret], Id, 1614265330, Body).Split(' ');

        Assert.Equal(2, signatures.Length);
        Assert.Equal(Signature, signatures[1]);
        Assert.NotEqual(Signature, signatures[0]);
    }

    [Theory]
    [InlineData(Signature, WebhookVerification.Valid)]
    [InlineData("v1,AAAA v2,xyz " + Signature, WebhookVerification.Valid)]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerification.NoMatch)]
    [InlineData("v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerification.NoMatch)]
    [InlineData("v1,", WebhookVerification.NoMatch)]
    [InlineData("", WebhookVerification.NoMatch)]
    public void Verify_Header_FindsTheSignatureOrNot(string header, WebhookVerification expected) =>
        Assert.Equal(expected, WebhookSignature.Verify([Secret], Id, Timestamp, header, Body, Then, Tolerance));

    [Fact]
    public void Verify_SignatureBehindMoreThanAreRead_IsNotFound() =>
        Assert.Equal(WebhookVerification.NoMatch, WebhookSignature.Verify([Secret], Id, Timestamp, string.Concat(Enumerable.Repeat("v1,AAAA ", 16)) + Signature, Body, Then, Tolerance));

    [Theory]
    [InlineData(300, WebhookVerification.Valid)]
    [InlineData(301, WebhookVerification.TooOld)]
    [InlineData(-300, WebhookVerification.Valid)]
    [InlineData(-301, WebhookVerification.TooNew)]
    public void Verify_ClockApart_IsTakenUpToTheTolerance(int seconds, WebhookVerification expected) =>
        Assert.Equal(expected, WebhookSignature.Verify([Secret], Id, Timestamp, Signature, Body, Then.AddSeconds(seconds), Tolerance));

    [Theory]
    [InlineData("")]
    [InlineData("-1614265330")]
    [InlineData("1614265330.0")]
    [InlineData("99999999999999999999")]
    public void Verify_TimestampThatIsNoNumber_IsBad(string timestamp) =>
        Assert.Equal(WebhookVerification.BadTimestamp, WebhookSignature.Verify([Secret], Id, timestamp, Signature, Body, Then, Tolerance));

    [Fact]
    public void Verify_AnotherBodyOrId_DoesNotMatch()
    {
        Assert.Equal(WebhookVerification.NoMatch, WebhookSignature.Verify([Secret], Id + "x", Timestamp, Signature, Body, Then, Tolerance));
        Assert.Equal(WebhookVerification.NoMatch, WebhookSignature.Verify([Secret], Id, Timestamp, Signature, [.. Body, 0x20], Then, Tolerance));
    }
}
