using System.Net;
using Microsoft.Security.AntiSSRF;
using Rvos.Hosting.Outbound;

namespace Rvos.Notifications.Tests.Outbound;

/// <summary>What Microsoft's AntiSSRF library holds for no public address, our guard must not hold for one.</summary>
public class SecondOpinionTests
{
    // Forms of IPv6 that carry an IPv4 address: it is the carried one that we judge.
    private static readonly string[] Carriers = ["64:ff9b::/96", "2002::/16"];

    private static readonly IReadOnlyList<string> Denied = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest).DeniedAddresses;

    public static TheoryData<string> Networks => [.. Denied.Except(Carriers)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Describe_AddressesThatTheLibraryDenies_AreNoPublicOnes(string network) =>
        Assert.All(Samples(IPNetwork.Parse(network)), address => Assert.True(SpecialAddresses.Describe(address) is not null, $"{address} of {network}"));

    [Fact]
    public void Describe_AddressesInsideOthers_AreJudgedAsTheyAreAlone()
    {
        Assert.All(Carriers, carrier => Assert.Contains(carrier, Denied));
        var plain = Denied.Select(IPNetwork.Parse).Where(network => network.BaseAddress.GetAddressBytes().Length == 4).SelectMany(Samples);
        Assert.All(plain, inner =>
        {
            var bytes = inner.GetAddressBytes();
            Assert.NotNull(SpecialAddresses.Describe(IPAddress.Parse($"64:ff9b::{inner}")));
            Assert.NotNull(SpecialAddresses.Describe(new IPAddress([0x20, 0x02, .. bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])));
            Assert.NotNull(SpecialAddresses.Describe(inner.MapToIPv6()));
        });
    }

    // The first address, the last one, and some between.
    private static IEnumerable<IPAddress> Samples(IPNetwork network)
    {
        var random = new Random(1);
        var first = network.BaseAddress.GetAddressBytes();
        for (var i = 0; i < 100; i++)
        {
            var bytes = (byte[])first.Clone();
            for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
                if (i == 1 || (i > 1 && random.Next(2) == 1)) bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
            yield return new IPAddress(bytes);
        }
    }
}
