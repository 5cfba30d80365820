using Rvos.Notifications.Signing;

namespace Rvos.Notifications.Tests.Signing;

public class WebhookSecretTests
{
    [Fact]
    public void Create_Twice_GivesTwoSecretsThatReadBack()
    {
        var (one, two) = (WebhookSecret.Create(), WebhookSecret.Create());

        Assert.NotEqual(one.Text, two.Text);
        Assert.Equal(one.Text, WebhookSecret.Parse(one.Text).Text);
        Assert.Equal("whsec_…", one.ToString());
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(1000, false)]
    public void Parse_Length_IsBounded(int bytes, bool valid)
    {
        var text = "whsec_" + Convert.ToBase64String(new byte[bytes]);

        if (valid) Assert.Equal(text, WebhookSecret.Parse(text).Text);
        else Assert.Throws<FormatException>(() => WebhookSecret.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_!!!!9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Parse_NotASecret_ThrowsWithoutRepeatingIt(string text)
    {
        var error = Assert.Throws<FormatException>(() => WebhookSecret.Parse(text));

        if (text.Length > 6) Assert.DoesNotContain(text, error.Message, StringComparison.Ordinal);
    }
}
