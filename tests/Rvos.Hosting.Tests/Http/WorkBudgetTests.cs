using Rvos.Hosting.Http;

namespace Rvos.Hosting.Tests.Http;

public sealed class WorkBudgetTests
{
    private readonly WorkBudget _budget = new(100, 60);

    [Fact]
    public void Take_BeyondTheTenantsShare_RefusedUntilOthersGiveBack()
    {
        using var first = _budget.Open("acme");
        using var second = _budget.Open("acme");
        first.Take(40);
        var error = Assert.Throws<WorkBudgetException>(() => second.Take(30));
        Assert.True(error.MayPass);
        Assert.Equal("The tenant's requests in work take 40 bytes of memory; with 30 more for this one they would pass 60, the most that they may take.", error.Message);
        second.Take(20);
        first.Give(10);
        second.Take(10);
        Assert.Equal(60, _budget.Held);
    }

    [Fact]
    public void Take_BeyondTheProcess_RefusedThoughTheTenantHasRoom()
    {
        using var first = _budget.Open("acme");
        using var second = _budget.Open("globex");
        first.Take(60);
        second.Take(40);
        var error = Assert.Throws<WorkBudgetException>(() => second.Take(1));
        Assert.True(error.MayPass);
        Assert.Contains("pass 100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_MoreThanEverFits_RefusedForGood()
    {
        using var share = _budget.Open("acme");
        share.Take(30);
        Assert.False(Assert.Throws<WorkBudgetException>(() => share.Take(31)).MayPass);
    }

    [Fact]
    public void Dispose_GivesAllBackOnce()
    {
        var share = _budget.Open("acme");
        share.Take(50);
        share.Dispose();
        share.Dispose();
        Assert.Equal(0, _budget.Held);
        using var next = _budget.Open("acme");
        next.Take(60);
    }

    [Fact]
    public async Task Take_FromManyThreads_NeverPassesTheLimits()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            for (var turn = 0; turn < 1000; turn++)
            {
                using var share = _budget.Open($"tenant {i % 2}");
                try
                {
                    share.Take(25);
                    Assert.InRange(_budget.Held, 25, 100);
                }
                catch (WorkBudgetException)
                {
                    // As many as fit are in work.
                }
            }
        })));
        Assert.Equal(0, _budget.Held);
    }
}
