using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

/// <summary>Strided 1x1 convolutions of few channels, whose gradients oneDNN computes past the end of its memory when it is asked directly.</summary>
public class NarrowConvolutionTests
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
            var actual = Rvos.Model.TorchCompatibility.Gradient(narrow.Weight)!.to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
            for (var n = 0; n < actual.Length; n++) Assert.InRange(actual[n], expected[n % 8] * (1 - limit), expected[n % 8] * (1 + limit));
            Rvos.Model.TorchCompatibility.ForgetGradient(narrow.Weight);
        }
    }
}
