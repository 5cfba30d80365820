using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Torch.Tests;

public class NetworkOperationTests
{
    [Fact]
    public void Conv2d_StrideAndPadding_ValuesByHand()
    {
        using var scope = NewDisposeScope();
        var input = Values.Of([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);
        var weight = Values.Of([1, 1, 2, 2], 1, 0, 0, -1);
        Values.AssertClose([-3.5f, -3.5f, -3.5f, -3.5f], nn.functional.conv2d(input, weight, Values.Of([1], 0.5f)));
        Values.AssertClose([-1, -3, -7, -4], nn.functional.conv2d(input, weight, null, [2, 2], [1, 1]));
    }

    [Fact]
    public void Conv2d_ChannelsThatDoNotFit_Throws()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (zeros([1, 2, 4, 4]), zeros([3, 5, 3, 3]));
        var error = Assert.Throws<ExternalException>(() => nn.functional.conv2d(input, weight));
        Assert.Contains("to have 5 channels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BatchNorm_Evaluation_UsesRunningStatistics()
    {
        using var scope = NewDisposeScope();
        var (mean, variance) = (Values.Of([1], 1), Values.Of([1], 4));
        var output = nn.functional.batch_norm(Values.Of([1, 1, 1, 2], 3, -1), mean, variance, Values.Of([1], 2), Values.Of([1], 0.5f), false, 0.1, 0);
        Values.AssertClose([2.5f, -1.5f], output);
        Values.AssertClose([1], mean);
    }

    [Fact]
    public void BatchNorm_Training_NormalisesAndUpdatesStatistics()
    {
        using var scope = NewDisposeScope();
        var (mean, variance) = (zeros([1]), ones([1]));
        var output = nn.functional.batch_norm(Values.Of([2, 1, 1, 1], 1, 5), mean, variance, null, null, true, 0.1, 0);
        Values.AssertClose([-1, 1], output);
        Values.AssertClose([0.3f], mean);
        Values.AssertClose([0.9f + 0.8f], variance);
    }

    [Fact]
    public void MaxPool2d_OddSize_RoundsDownOrUp()
    {
        using var scope = NewDisposeScope();
        var input = Values.Of([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Values.AssertClose([5], nn.functional.max_pool2d(input, [2, 2], [2, 2]));
        Values.AssertClose([5, 6, 8, 9], nn.functional.max_pool2d(input, [2, 2], [2, 2], ceil_mode: true));
    }

    [Fact]
    public void AvgPool2d_OddSize_MeansOfWhatWindowsCover()
    {
        using var scope = NewDisposeScope();
        var input = Values.Of([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Values.AssertClose([3], nn.functional.avg_pool2d(input, [2, 2], [2, 2]));
        Values.AssertClose([3, 4.5f, 7.5f, 9], nn.functional.avg_pool2d(input, [2, 2], [2, 2], ceil_mode: true, count_include_pad: false));
    }

    [Fact]
    public void Interpolate_Bilinear_CornersAlignedOrNot()
    {
        using var scope = NewDisposeScope();
        var input = Values.Of([1, 1, 2, 2], 0, 2, 4, 6);
        Values.AssertClose([0, 1, 2, 2, 3, 4, 4, 5, 6], Resize(3, true));
        Values.AssertClose([0, 0.5f, 1.5f, 2, 1, 1.5f, 2.5f, 3, 3, 3.5f, 4.5f, 5, 4, 4.5f, 5.5f, 6], Resize(4, false));
        Assert.Throws<ArgumentException>(() => nn.functional.interpolate(input));

        Tensor Resize(long size, bool aligned) => nn.functional.interpolate(input, [size, size], mode: InterpolationMode.Bilinear, align_corners: aligned);
    }

    [Fact]
    public void BinaryCrossEntropy_LargeLogits_StaysFinite()
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.binary_cross_entropy_with_logits(Values.Of([3], 0, 100, -100), Values.Of([3], 1, 1, 1), null, nn.Reduction.None);
        Values.AssertClose([0.6931472f, 0, 100], loss, 1e-5);
    }
}
