using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Fused.Tests;

public class FusedConvolutionTests
{
    [Theory]
    [InlineData(3, 64, 7, 2, true, false)]
    [InlineData(64, 64, 3, 1, true, true)]
    [InlineData(64, 256, 1, 1, false, false)]
    [InlineData(64, 256, 1, 1, false, true)]
    [InlineData(32, 48, 1, 2, false, false)]
    [InlineData(20, 12, 3, 2, true, true)]
    public void Run_SinglePrecision_EqualsPlainOperators(int inputs, int outputs, int kernel, int stride, bool relu, bool residual)
    {
        using var scope = NewDisposeScope();
        Compare(inputs, outputs, kernel, stride, relu, residual, ElementType.Float32, 2e-5);
    }

    [Theory]
    [InlineData(3, 64, 7, 2, true, false)]
    [InlineData(64, 64, 3, 1, true, true)]
    [InlineData(64, 256, 1, 1, false, true)]
    public void Run_BFloat16_EqualsPlainOperatorsOnRoundedValues(int inputs, int outputs, int kernel, int stride, bool relu, bool residual)
    {
        Assert.SkipWhen(FusedRuntime.Capability < Capability.BFloat16, "this processor computes no bf16");
        using var scope = NewDisposeScope();
        // Half a unit in the last place of eight bits, twice where what was held has been rounded before.
        Compare(inputs, outputs, kernel, stride, relu, residual, ElementType.BFloat16, 1.0 / 128);
    }

    // Plain 1x1 convolutions of libtorch do depend on it.
    [Theory]
    [InlineData(256, 64, 1, 64, 112)]
    [InlineData(1024, 256, 1, 16, 28)]
    [InlineData(512, 2048, 1, 8, 14)]
    [InlineData(128, 128, 3, 32, 56)]
    public void Run_OtherNumbersOfThreads_SameBytes(int inputs, int outputs, int kernel, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var before = FusedRuntime.Threads;
        using var input = Values.Activate(randn([1, inputs, height, width]), ElementType.Float32);
        var results = new List<byte[]>();
        try
        {
            foreach (var threads in new[] { 1, 2, 3, 4 })
            {
                FusedRuntime.Threads = threads;
                manual_seed(5);
                using var convolution = Convolution(inputs, outputs, kernel, 1, true, false, ElementType.Float32, out _, out _);
                using var output = convolution.Run(input);
                results.Add(Values.Bytes(output));
            }
        }
        finally
        {
            FusedRuntime.Threads = before;
        }

        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_FramesAloneOrInBatches_SameBytes(int kernel)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var convolution = Convolution(48, 64, kernel, 1, true, false, ElementType.Float32, out _, out _);
        var frames = randn([5, 48, 17, 23]);
        using var batch = Values.Activate(frames, ElementType.Float32);
        using var together = convolution.Run(batch);
        for (var n = 0; n < 5; n++)
        {
            using var one = Values.Activate(frames.narrow(0, n, 1), ElementType.Float32);
            using var alone = convolution.Run(one);
            Assert.Equal(together.FrameSpan(n).ToArray(), alone.FrameSpan(0).ToArray());
        }
    }

    [Fact]
    public void Run_SizesInTurn_EachAsIfItWereTheOnlyOne()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var convolution = Convolution(16, 16, 3, 2, true, false, ElementType.Float32, out var weights, out var bias);
        foreach (var (height, width) in new[] { (8, 8), (9, 5), (8, 8), (9, 5), (9, 5), (1, 1) })
        {
            var input = randn([1, 16, height, width]);
            using var activation = Values.Activate(input, ElementType.Float32);
            using var output = convolution.Run(activation);
            Values.AssertClose(nn.functional.conv2d(input, weights, bias, [2, 2], [1, 1]).relu(), Values.Tensor(output), 2e-5);
        }
    }

    [Fact]
    public void Run_OneThreadOrSeveral_SameBytes()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var convolution = Convolution(64, 32, 3, 1, true, false, ElementType.Float32, out _, out _);
        using var input = Values.Activate(randn([2, 64, 33, 29]), ElementType.Float32);
        var threads = FusedRuntime.Threads;
        try
        {
            FusedRuntime.Threads = 1;
            using var one = convolution.Run(input);
            FusedRuntime.Threads = 3;
            using var three = convolution.Run(input);
            Assert.Equal(Values.Bytes(one), Values.Bytes(three));
        }
        finally
        {
            FusedRuntime.Threads = threads;
        }
    }

    // A number handed to a script is an object that the finalizer may free during the call.
    [Fact]
    public async Task Run_WhileFinalizersRun_SameBytes()
    {
        const int Rounds = 20_000;
        using var end = new CancellationTokenSource();
        var collector = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var convolution = Convolution(16, 16, 1, 1, true, false, ElementType.Float32, out _, out _);
        using var residual = Convolution(16, 16, 1, 1, true, true, ElementType.Float32, out _, out _);
        using var input = Values.Activate(randn([1, 16, 2, 2]), ElementType.Float32);
        byte[]? first = null;
        for (var i = 0; i < Rounds; i++)
        {
            using var output = convolution.Run(input);
            residual.AddTo(input, output);
            first ??= Values.Bytes(output);
            Assert.Equal(first, Values.Bytes(output));
        }

        await end.CancelAsync();
        await collector;
    }

    [Fact]
    public void Run_WithinADisposeScope_LivesLonger()
    {
        var before = Tensor.TotalCount;
        using (var convolution = new FusedConvolution(new float[64], [], 8, 8, 1, 1, false, false, ElementType.Float32))
        {
            Activation input, output;
            using (NewDisposeScope())
            {
                input = new Activation(1, 2, 2, 8, ElementType.Float32);
                input.FrameSpan(0).Clear();
                output = convolution.Run(input);
            }

            Assert.Equal(new float[32], output.ToSingles());
            input.Dispose();
            output.Dispose();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void AddTo_OutputOfAnotherSize_Throws()
    {
        using var convolution = new FusedConvolution(new float[64], [], 8, 8, 1, 1, false, true, ElementType.Float32);
        using var input = new Activation(1, 2, 2, 8, ElementType.Float32);
        using var output = new Activation(1, 2, 3, 8, ElementType.Float32);
        Assert.Throws<ArgumentException>(() => convolution.AddTo(input, output));
        Assert.Throws<InvalidOperationException>(() => convolution.Run(input));
    }

    private static void Compare(int inputs, int outputs, int kernel, int stride, bool relu, bool residual, ElementType type, double tolerance)
    {
        manual_seed(1);
        using var convolution = Convolution(inputs, outputs, kernel, stride, relu, residual, type, out var weights, out var bias);
        var input = Values.Rounded(randn([2, inputs, 19, 26]), type);
        using var activation = Values.Activate(input, type);
        var expected = nn.functional.conv2d(input, Values.Rounded(weights, type), bias, [stride, stride], [kernel / 2, kernel / 2]);
        var held = Values.Rounded(randn(expected.shape), type);
        if (residual) expected = expected + held;
        if (relu) expected = expected.relu();
        using var output = residual ? Values.Activate(held, type) : convolution.Run(activation);
        if (residual) convolution.AddTo(activation, output);
        Values.AssertClose(expected, Values.Tensor(output), tolerance);
    }

    private static FusedConvolution Convolution(int inputs, int outputs, int kernel, int stride, bool relu, bool residual, ElementType type, out Tensor weights, out Tensor bias)
    {
        weights = randn([outputs, inputs, kernel, kernel]) / Math.Sqrt(inputs * kernel * kernel);
        bias = randn([outputs]);
        return new FusedConvolution(Values.Read(weights), Values.Read(bias), inputs, outputs, kernel, stride, relu, residual, type);
    }
}
