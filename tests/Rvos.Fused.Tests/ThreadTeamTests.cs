namespace Rvos.Fused.Tests;

public class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_AnyNumberOfThreads_EachElementOnce(int threads)
    {
        var before = FusedRuntime.Threads;
        try
        {
            FusedRuntime.Threads = threads;
            foreach (var count in new[] { 0, 1, 2, 3, 7, 1000 })
            {
                var seen = new int[count];
                ThreadTeam.Run(count, (from, to) =>
                {
                    for (var i = from; i < to; i++) Interlocked.Increment(ref seen[i]);
                });
                Assert.All(seen, times => Assert.Equal(1, times));
            }
        }
        finally
        {
            FusedRuntime.Threads = before;
        }
    }

    [Fact]
    public void Run_BodyThrows_IsThrownToTheCaller()
    {
        var before = FusedRuntime.Threads;
        try
        {
            FusedRuntime.Threads = 2;
            var error = Assert.Throws<InvalidOperationException>(() => ThreadTeam.Run(100, (from, _) =>
            {
                if (from > 0) throw new InvalidOperationException("of the second part");
            }));
            Assert.Equal("of the second part", error.Message);
        }
        finally
        {
            FusedRuntime.Threads = before;
        }
    }

    [Fact]
    public void Process_AfterConvolutionsAndLoops_HasOneOpenMpRuntime()
    {
        using var convolution = new FusedConvolution(new float[256], [], 16, 16, 1, 1, true, false, ElementType.Float32);
        using var input = new Activation(1, 8, 8, 16, ElementType.Float32);
        using var output = convolution.Run(input);
        using var pooled = FusedKernels.MaxPool2(output);
        var runtimes = File.ReadLines("/proc/self/maps").Select(l => Path.GetFileName(l[(l.LastIndexOf(' ') + 1)..]))
            .Where(f => f.StartsWith("libgomp", StringComparison.Ordinal) || f.StartsWith("libomp", StringComparison.Ordinal) || f.StartsWith("libiomp", StringComparison.Ordinal));
        Assert.Single(runtimes.Distinct());
        Assert.True(ThreadTeam.IsOpenMp);
    }
}
