using Rvos.Gateway.Keys;

namespace Rvos.Gateway.Tests.Keys;

public class ApiKeyTextTests
{
    private const string Id = "key_0199c2f0a1b27c3d8e4f5a6b7c8d9e0f";

    public static TheoryData<string> Malformed
    {
        get
        {
            var good = ApiKeyText.Create(Id).Reveal();
            return
            [
                "", "rvos_", good[1..], good[..^1], good + "A", "RVOS" + good[4..], good.Replace("rvos_0", "rvos_G", StringComparison.Ordinal), good.Replace("rvos_0199c2f0a", "rvos_0199C2F0A", StringComparison.Ordinal),
                good[..37] + "-" + good[38..], good[..^1] + "=", good[..^1] + "/", good[..60] + " " + good[61..], good[..60] + "é" + good[61..], new string('a', 81), good[..60] + "\0" + good[61..],
            ];
        }
    }

    [Fact]
    public void TryParse_CreatedKey_MatchesItsHashAndNoOther()
    {
        var created = ApiKeyText.Create(Id);
        Assert.Matches("^rvos_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$", created.Reveal());
        Assert.True(ApiKeyText.TryParse(created.Reveal(), out var parsed));
        Assert.Equal(Id, parsed.Id);
        Assert.True(parsed.Matches(created.Hash));
        Assert.False(parsed.Matches(ApiKeyText.Create(Id).Hash));
    }

    [Fact]
    public void ToString_Key_HasNoSecret()
    {
        var created = ApiKeyText.Create(Id);
        Assert.Equal(Id, $"{created}");
        Assert.Equal(Id, $"{new { created }.created}");
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void TryParse_Malformed_IsNone(string text) => Assert.False(ApiKeyText.TryParse(text, out _));
}
