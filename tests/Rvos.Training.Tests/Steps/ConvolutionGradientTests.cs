using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

/// <summary>Convolutions whose gradients oneDNN gets wrong when it is asked directly: strided 1x1 ones of few channels, which it computes past the end of its memory, and
/// kernels that reach beyond a small map.</summary>
public class ConvolutionGradientTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-4)]
    [InlineData(ScalarType.BFloat16, 0.05)]
    public void Backward_StridedOverEightChannels_GradientEqualsThatOfTheChosenPixels(ScalarType type, double limit)
    {
        var threads = get_num_threads();
        // With one thread nothing is written past the end.
        set_num_threads(2);
        try
        {
            Compare(type, limit);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData(7, 2, 4)]
    [InlineData(7, 1, 1)]
    [InlineData(7, 3, 2)]
    [InlineData(5, 1, 3)]
    public void Backward_KernelReachesBeyondTheMap_GradientEqualsSinglePrecision(int kernel, int height, int width)
    {
        manual_seed(3);
        using var convolution = new Convolution(128, 256, kernel);
        using var scope = NewDisposeScope();
        for (var i = 0; i < 6; i++)
        {
            // Memory that is not written must not look like zeros.
            for (var size = 14; size <= 24; size++) full([1L << size], float.NaN).Dispose();
            var input = rand([6, 128, height, width]);
            var (exact, half) = (Gradient(ScalarType.Float32), Gradient(ScalarType.BFloat16));
            Assert.InRange(((half - exact).norm() / exact.norm()).item<float>(), 0, 0.01f);
            var outputs = nn.functional.conv2d(input, convolution.Weight, convolution.Bias, [1, 1], [kernel / 2, kernel / 2]);
            outputs.square().sum().backward();
            Assert.InRange(((Taken() - exact).norm() / exact.norm()).item<float>(), 0, 1e-5f);

            Tensor Gradient(ScalarType type)
            {
                convolution.forward(input.to_type(type)).to_type(ScalarType.Float32).square().sum().backward();
                return Taken();
            }
        }

        Tensor Taken()
        {
            var gradient = convolution.Weight.grad!.clone();
            convolution.Weight.grad = null;
            return gradient;
        }
    }

    private static void Compare(ScalarType type, double limit)
    {
        manual_seed(3);
        using var narrow = new Convolution(8, 16, 1, stride: 2, withBias: false);
        for (var i = 0; i < 20; i++)
        {
            using var scope = NewDisposeScope();
            var input = rand([9, 12, 20, 8]).permute(0, 3, 1, 2);
            var output = narrow.forward(input.to_type(type));
            Assert.Equal([9, 16, 6, 10], output.shape);
            output.to_type(ScalarType.Float32).sum().backward();
            // Of a sum, each weight's gradient is the sum of the pixels that it meets.
            var even = input.index_select(2, tensor([0L, 2, 4, 6, 8, 10])).index_select(3, tensor([0L, 2, 4, 6, 8, 10, 12, 14, 16, 18])).sum([0, 2, 3]);
            var expected = even.cpu().contiguous().data<float>().ToArray();
            var actual = narrow.Weight.grad!.to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
            for (var n = 0; n < actual.Length; n++) Assert.InRange(actual[n], expected[n % 8] * (1 - limit), expected[n % 8] * (1 + limit));
            narrow.Weight.grad = null;
        }
    }
}
