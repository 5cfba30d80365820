using Microsoft.Extensions.Time.Testing;
using Rvos.Gateway.Keys;
using Rvos.Gateway.Tests.Support;

namespace Rvos.Gateway.Tests.Keys;

public class NewKeyRulesTests
{
    private static readonly DateTimeOffset Now = new FakeTimeProvider().GetUtcNow();

    public static TheoryData<NewKey, string> Bad => new()
    {
        { new NewKey { Tenant = "" }, "a tenant is" },
        { new NewKey { Tenant = "a b" }, "a tenant is" },
        { new NewKey { Tenant = new string('a', 101) }, "a tenant is" },
        { new NewKey { Tenant = "a", Name = "two\nlines" }, "on one line" },
        { new NewKey { Tenant = "a", Name = new string('n', 101) }, "at most 100" },
        { new NewKey { Tenant = "a", Scopes = [] }, "needs a scope" },
        { new NewKey { Tenant = "a", Scopes = ["jobs:read", "jobs:delete"] }, "'jobs:delete'" },
        { new NewKey { Tenant = "a", RequestsPerMinute = 0 }, "not 0" },
        { new NewKey { Tenant = "a", JobQuota = -1 }, "not -1" },
        { new NewKey { Tenant = "a", ExpiresAt = Now }, "in the past" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Check_OutOfRange_SaysWhat(NewKey request, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => NewKeyRules.Check(request, Now)).Message, StringComparison.Ordinal);
}
