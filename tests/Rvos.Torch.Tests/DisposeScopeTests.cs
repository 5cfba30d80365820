using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Torch.Tests;

// Counts live tensors of the whole process: nothing else may run beside these.
[CollectionDefinition(nameof(DisposeScopeTests), DisableParallelization = true)]
[Collection(nameof(DisposeScopeTests))]
public class DisposeScopeTests
{
    [Fact]
    public void Dispose_TensorsMadeWithin_CountReturns()
    {
        var before = Tensor.TotalCount;
        using (NewDisposeScope())
        {
            var kept = zeros([2]) + 1;
            Assert.Equal(before + 2, Tensor.TotalCount);
            kept.Dispose();
            Assert.Equal(before + 1, Tensor.TotalCount);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Dispose_AfterAnException_CountReturns()
    {
        var before = Tensor.TotalCount;
        Assert.Throws<InvalidOperationException>(void () =>
        {
            using var scope = NewDisposeScope();
            using var inner = NewDisposeScope();
            _ = zeros([2]) + 1;
            throw new InvalidOperationException();
        });
        Assert.Equal(before, Tensor.TotalCount);
        using var free = zeros([1]);
        Assert.False(free.IsInvalid);
    }

    [Fact]
    public void MoveToOuter_FromInnerScope_LivesAsLongAsTheOuter()
    {
        Tensor moved, left, detached;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = ones([1]).MoveToOuterDisposeScope();
                left = ones([1]);
                detached = ones([1]).DetachFromDisposeScope();
            }

            Assert.True(left.IsInvalid);
            Assert.Equal(1, moved.item<float>());
        }

        Assert.True(moved.IsInvalid);
        Assert.Equal(1, detached.item<float>());
        detached.Dispose();
        Assert.Throws<ObjectDisposedException>(() => detached + 1);
    }

    [Fact]
    public void Parameter_FromATensor_TakesItAndItsScope()
    {
        var before = Tensor.TotalCount;
        TorchSharp.Modules.Parameter kept, dropped;
        using (NewDisposeScope())
        {
            var data = ones([2]);
            kept = new TorchSharp.Modules.Parameter(data);
            Assert.True(data.IsInvalid);
            Assert.True(kept.requires_grad);
            dropped = new TorchSharp.Modules.Parameter(ones([2]));
            kept.DetachFromDisposeScope();
        }

        Assert.True(dropped.IsInvalid);
        Assert.Equal(before + 1, Tensor.TotalCount);
        kept.Dispose();
    }

    [Fact]
    public void Scope_TwoThreads_EachOwnsItsOwn()
    {
        var before = Tensor.TotalCount;
        using var mine = NewDisposeScope();
        var held = ones([1]);
        var foreign = 0;
        var threads = Enumerable.Range(0, 4).Select(n => new Thread(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var scope = NewDisposeScope();
                _ = ones([4]).mul(3).sum();
                if (scope.DisposablesCount != 3) Interlocked.Increment(ref foreign);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(0, foreign);
        Assert.Equal(1, mine.DisposablesCount);
        Assert.Equal(before + 1, Tensor.TotalCount);
        Assert.False(held.IsInvalid);
    }

    [Fact]
    public void Operations_TenThousand_LeaveNoHandles()
    {
        var before = Tensor.TotalCount;
        using var outer = NewDisposeScope();
        var x = ones([8]);
        for (var i = 0; i < 10_000; i++)
        {
            using var scope = NewDisposeScope();
            _ = (x * 2).add_(1).narrow(0, 0, 4).sum();
        }

        Assert.Equal(before + 1, Tensor.TotalCount);
    }

    [Fact]
    public void Operations_WithoutScope_CollectorReleasesHandles()
    {
        var before = Tensor.TotalCount;
        Abandon();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(Tensor.TotalCount <= before + 2, $"{Tensor.TotalCount - before} tensors are left");

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Abandon()
        {
            for (var i = 0; i < 100; i++) ones([1]);
        }
    }
}
