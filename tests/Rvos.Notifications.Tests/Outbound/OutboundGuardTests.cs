using System.Net;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Outbound;
using Rvos.Notifications.Tests.Support;

namespace Rvos.Notifications.Tests.Outbound;

public class OutboundGuardTests
{
    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.255.255.254/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://0/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://172.31.255.255/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://100.127.255.255/")]
    [InlineData("https://169.254.1.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://168.63.129.16/")]
    [InlineData("https://100.100.100.200/")]
    [InlineData("https://192.0.0.192/")]
    [InlineData("https://192.0.2.1/")]
    [InlineData("https://198.51.100.7/")]
    [InlineData("https://203.0.113.9/")]
    [InlineData("https://198.18.0.1/")]
    [InlineData("https://198.19.255.255/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://239.1.2.3/")]
    [InlineData("https://240.0.0.1/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[0:0:0:0:0:0:0:1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fc00::1]/")]
    [InlineData("https://[fd12:3456::1]/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://[fec0::1]/")]
    [InlineData("https://[ff02::1]/")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("https://[3fff::1]/")]
    [InlineData("https://[100::1]/")]
    [InlineData("https://[5f00::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:a9fe:a9fe]/")]
    [InlineData("https://[::127.0.0.1]/")]
    [InlineData("https://[::10.0.0.1]/")]
    [InlineData("https://[64:ff9b::127.0.0.1]/")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("https://[64:ff9b:1::1]/")]
    [InlineData("https://[2002:7f00:1::1]/")]
    [InlineData("https://[2002:a9fe:a9fe::1]/")]
    [InlineData("https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/")]
    [InlineData("https://[2600::5efe:10.0.0.1]/")]
    [InlineData("https://[2600::200:5efe:127.0.0.1]/")]
    public async Task ValidateAsync_AddressThatIsNoPublicOne_RefusesForItsAddress(string url) =>
        Assert.Equal(OutboundRefusal.Address, await RefusalAsync(Guard(), url));

    [Theory]
    [InlineData("https://user@example.com/", OutboundRefusal.UserInfo)]
    [InlineData("https://user:pass@example.com/", OutboundRefusal.UserInfo)]
    [InlineData("https://@example.com/", OutboundRefusal.UserInfo)]
    [InlineData("https://example.com@127.0.0.1/", OutboundRefusal.UserInfo)]
    [InlineData("http://example.com/", OutboundRefusal.Scheme)]
    [InlineData("ftp://example.com/", OutboundRefusal.Scheme)]
    [InlineData("file:///etc/passwd", OutboundRefusal.Scheme)]
    [InlineData("gopher://example.com/", OutboundRefusal.Scheme)]
    [InlineData("javascript:alert(1)", OutboundRefusal.Scheme)]
    [InlineData("data:text/plain,x", OutboundRefusal.Scheme)]
    [InlineData("https://example.com:22/", OutboundRefusal.Port)]
    [InlineData("https://example.com:8080/", OutboundRefusal.Port)]
    [InlineData("https://localhost/", OutboundRefusal.HostName)]
    [InlineData("https://LOCALHOST./", OutboundRefusal.HostName)]
    [InlineData("https://a.localhost/", OutboundRefusal.HostName)]
    [InlineData("https://metadata.google.internal/", OutboundRefusal.HostName)]
    [InlineData("https://Metadata.Google.Internal./", OutboundRefusal.HostName)]
    [InlineData("https://metadata/", OutboundRefusal.HostName)]
    [InlineData("https://instance-data.ec2.internal/", OutboundRefusal.HostName)]
    [InlineData("https://1.2.3.4.5/", OutboundRefusal.HostName)]
    [InlineData("https://127.0.0.0x1g.999/", OutboundRefusal.HostName)]
    [InlineData("https://example.com/a b", OutboundRefusal.Malformed)]
    [InlineData("https://example.com\\@127.0.0.1/", OutboundRefusal.Malformed)]
    [InlineData("https://exam\tple.com/", OutboundRefusal.Malformed)]
    [InlineData("https://example.com/\r\nHost: x", OutboundRefusal.Malformed)]
    [InlineData("//example.com/", OutboundRefusal.Scheme)]
    [InlineData("/hook", OutboundRefusal.Scheme)]
    [InlineData("example.com", OutboundRefusal.Malformed)]
    [InlineData("", OutboundRefusal.Malformed)]
    [InlineData("https://", OutboundRefusal.Malformed)]
    [InlineData("https://nowhere.example/", OutboundRefusal.Unresolvable)]
    public async Task ValidateAsync_UrlThatIsNotTaken_SaysWhy(string url, OutboundRefusal expected) => Assert.Equal(expected, await RefusalAsync(Guard(), url));

    [Theory]
    [InlineData("https://example.com/hook")]
    [InlineData("https://example.com./hook?a=b@c")]
    [InlineData("https://EXAMPLE.com:443/")]
    [InlineData("https://93.184.215.14/")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/")]
    [InlineData("https://[64:ff9b::5db8:d70e]/")]
    [InlineData("https://[2002:5db8:d70e::1]/")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://172.32.0.1/")]
    [InlineData("https://100.128.0.1/")]
    public async Task ValidateAsync_PublicReceiver_Passes(string url) => Assert.Null(await RefusalAsync(Guard(), url));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("93.184.215.14", "10.0.0.1")]
    [InlineData("93.184.215.14", "::1")]
    [InlineData("::ffff:169.254.169.254")]
    public async Task ValidateAsync_NameWithOneBadAddress_Refuses(params string[] addresses)
    {
        var guard = Guard(new MappedResolver().Map("evil.example", addresses));

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => guard.ValidateAsync(new Uri("https://evil.example/")));

        Assert.Equal(OutboundRefusal.Address, refused.Reason);
        Assert.DoesNotContain(addresses[^1], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://10.20.1.1:8080/", null)]
    [InlineData("http://[::ffff:10.20.1.1]:8080/", null)]
    [InlineData("https://10.21.1.1/", OutboundRefusal.Address)]
    [InlineData("http://hooks.corp.example:9000/", null)]
    [InlineData("http://a.b.internal.example/", null)]
    [InlineData("http://internal.example/", OutboundRefusal.Unresolvable)]
    [InlineData("http://mixed.example/", OutboundRefusal.Scheme)]
    [InlineData("https://mixed.example/", null)]
    [InlineData("http://169.254.169.254/", OutboundRefusal.Address)]
    [InlineData("http://meta.internal.example/", OutboundRefusal.Address)]
    public async Task ValidateAsync_OperatorsAllowList_OpensWhatItNamesAndNoMore(string url, OutboundRefusal? expected)
    {
        var options = new OutboundOptions { AllowedHosts = ["hooks.corp.example", "*.internal.example"], AllowedNetworks = ["10.20.0.0/16", "169.254.0.0/16"] };
        var resolver = new MappedResolver().Map("hooks.corp.example", "192.168.7.7").Map("a.b.internal.example", "fd00::7").Map("mixed.example", "10.20.3.3", "93.184.215.14").Map("meta.internal.example", "169.254.169.254");

        Assert.Equal(expected, await RefusalAsync(Guard(resolver, options), url));
    }

    [Theory]
    [InlineData("10.0.0.0/40", null, null)]
    [InlineData(null, "http://x", null)]
    [InlineData(null, null, 70000)]
    public void Validate_AllowListThatCannotBeRead_FailsAtStartUp(string? network, string? host, int? port)
    {
        var options = new OutboundOptions { AllowedNetworks = network is null ? [] : [network], AllowedHosts = host is null ? [] : [host], AllowedPorts = port is null ? [] : [port.Value] };

        Assert.True(new OutboundOptionsValidator().Validate(null, options).Failed);
    }

    [Fact]
    public void Describe_RandomAddresses_NeverThrowsAndMappedFormAgrees()
    {
        var random = new Random(7);
        var bytes = new byte[16];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            _ = SpecialAddresses.Describe(new IPAddress(bytes));
            var four = new IPAddress(bytes.AsSpan(0, 4));
            Assert.Equal(SpecialAddresses.Describe(four), SpecialAddresses.Describe(four.MapToIPv6()));
        }
    }

    [Fact]
    public async Task ValidateAsync_LoopbackInCircledDigits_IsRefused() => Assert.NotNull(await RefusalAsync(Guard(), "https://①②⑦.⓪.⓪.①/"));

    [Fact]
    public void Parse_UrlLongerThanAllowed_Refuses() =>
        Assert.Equal(OutboundRefusal.Malformed, Assert.Throws<OutboundRefusedException>(() => Guard().Parse("https://example.com/" + new string('a', 3000))).Reason);

    private static OutboundGuard Guard(MappedResolver? resolver = null, OutboundOptions? options = null) =>
        new(Options.Create(options ?? new OutboundOptions()), resolver ?? new MappedResolver().Map("example.com", "93.184.215.14").Map("xn--bcher-kva.example", "93.184.215.14"));

    private static async Task<OutboundRefusal?> RefusalAsync(OutboundGuard guard, string url)
    {
        try
        {
            await guard.ValidateAsync(guard.Parse(url));
            return null;
        }
        catch (OutboundRefusedException e)
        {
            return e.Reason;
        }
    }
}
