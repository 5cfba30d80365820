using System.Diagnostics;
using Rvos.Hosting.Telemetry;

namespace Rvos.Hosting.Tests.Telemetry;

public sealed class RvosActivityTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c", Written = $"00-{Trace}-b7ad6b7169203331-01";

    [Fact]
    public void Enter_InAnotherTrace_IsInTheWrittenOneUntilDisposed()
    {
        using var sweep = new Activity("sweep").Start();
        using (RvosActivity.Enter("job", Written)) Assert.Equal(Trace, Activity.Current!.TraceId.ToHexString());
        Assert.Same(sweep, Activity.Current);
    }

    [Fact]
    public void Enter_InTheSameTrace_StaysAtTheCurrentSpan()
    {
        using var request = new Activity("request").SetParentId(Written).Start();
        using var entered = RvosActivity.Enter("job", Written);
        Assert.Null(entered);
        Assert.Same(request, Activity.Current);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no trace")]
    public void Enter_NothingWritten_StaysAtTheCurrentSpan(string? written)
    {
        using var sweep = new Activity("sweep").Start();
        using var entered = RvosActivity.Enter("job", written);
        Assert.Same(sweep, Activity.Current);
    }

    [Fact]
    public void Resume_TraceThatIsNotKept_CarriesItsVerdictOn()
    {
        using var activity = RvosActivity.Resume("outbox", ActivityKind.Internal, Written[..^1] + "0");
        Assert.Equal(Trace, activity!.TraceId.ToHexString());
        Assert.False(activity.Recorded);
    }
}
