using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Torch.Tests;

public class AutogradTests
{
    [Fact]
    public void Backward_ConvolutionNormalisationPooling_EqualsNumericGradient()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var weight = randn([2, 1, 3, 3], ScalarType.Float64);
        var target = randn([1, 2, 5, 7], ScalarType.Float64);
        var input = randn([1, 1, 6, 6], ScalarType.Float64);
        input.requires_grad = true;
        Loss(input).backward();
        var gradient = input.grad!.contiguous().data<double>().ToArray();
        var flat = input.detach().clone();
        const double Step = 1e-5;
        for (var i = 0; i < 36; i++)
        {
            flat.data<double>()[i] += Step;
            var up = Loss(flat).item<double>();
            flat.data<double>()[i] -= 2 * Step;
            var down = Loss(flat).item<double>();
            flat.data<double>()[i] += Step;
            Assert.Equal((up - down) / (2 * Step), gradient[i], 1e-5);
        }

        Tensor Loss(Tensor x)
        {
            var maps = nn.functional.conv2d(x, weight, null, [1, 1], [1, 1]).tanh();
            var pooled = nn.functional.max_pool2d(maps, [2, 2], [2, 2]).sigmoid();
            var wide = nn.functional.interpolate(pooled, [5, 7], mode: InterpolationMode.Bilinear, align_corners: true);
            return ((wide - target) * (wide - target)).sum();
        }
    }

    [Fact]
    public void Backward_Twice_AddsUntilTheGradientIsForgotten()
    {
        using var scope = NewDisposeScope();
        var x = Values.Of([2], 3, -1);
        x.requires_grad = true;
        Assert.Null(x.grad);
        (x * x).sum().backward();
        (x * x).sum().backward();
        Values.AssertClose([12, -4], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void NoGrad_WithinAndAfter_RecordsOnlyAfter()
    {
        using var scope = NewDisposeScope();
        var x = Values.Of([1], 2);
        x.requires_grad = true;
        using (no_grad()) Assert.False((x * 2).requires_grad);
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
        Assert.Throws<ExternalException>(() => x.add_(1));
    }
}
