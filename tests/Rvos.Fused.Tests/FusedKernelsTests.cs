using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Fused.Tests;

public class FusedKernelsTests
{
    // Of a value rounded to bf16, and a little for the order of sums.
    private static double Tolerance(ElementType type) => type == ElementType.BFloat16 ? 1.0 / 200 : 2e-6;

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.BFloat16)]
    public void Normalise_Bytes_ScaledAndShifted(ElementType type)
    {
        using var scope = NewDisposeScope();
        var bytes = Enumerable.Range(0, 2 * 3 * 7 * 3).Select(i => (byte)(i * 37)).ToArray();
        float[] scale = [0.5f, 2, -1], shift = [1, 0, 100];
        using var output = FusedKernels.Normalise(bytes, 2, 3, 7, scale, shift, type);
        var expected = tensor(bytes.Select((b, i) => b * scale[i % 3] + shift[i % 3]).ToArray(), [2, 3, 7, 3]).permute(0, 3, 1, 2);
        Values.AssertClose(expected, Values.Tensor(output), Tolerance(type));
    }

    [Theory]
    [InlineData(ElementType.Float32, 16, 8, 10)]
    [InlineData(ElementType.Float32, 5, 9, 7)]
    [InlineData(ElementType.BFloat16, 20, 9, 10)]
    public void MaxPool_BothWindows_EqualLibtorch(ElementType type, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var input = Values.Rounded(randn([2, channels, height, width]), type);
        using var activation = Values.Activate(input, type);
        using var three = FusedKernels.MaxPool3(activation);
        using var two = FusedKernels.MaxPool2(activation);
        Values.AssertClose(nn.functional.max_pool2d(input, [3, 3], [2, 2], [1, 1]), Values.Tensor(three), 0);
        Values.AssertClose(nn.functional.max_pool2d(input, [2, 2], [2, 2]), Values.Tensor(two), 0);
    }

    [Theory]
    [InlineData(16, 32)]
    [InlineData(17, 35)]
    [InlineData(1, 1)]
    public void MaskPool_Plane_EqualsLibtorchRoundedUp(int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var plane = randn([1, 1, height, width]);
        var expected = nn.functional.max_pool2d(plane, [2, 2], [2, 2], ceil_mode: true);
        Assert.Equal(Values.Read(expected), FusedKernels.MaskPool(Values.Read(plane), height, width));
    }

    [Theory]
    [InlineData(ElementType.Float32, 16, 8, true)]
    [InlineData(ElementType.Float32, 6, 3, false)]
    [InlineData(ElementType.BFloat16, 16, 8, true)]
    public void Gather_Parts_AsLibtorchWouldJoinThem(ElementType type, int coarse, int hidden, bool withMask)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        const int Height = 6, Width = 9;
        var coarser = Values.Rounded(randn([1, coarse, 3, 5]), type);
        var temporal = Values.Rounded(randn([1, hidden, Height, Width]), type);
        var mask = Values.Rounded(rand([1, 1, Height, Width]), type);
        using var coarserMap = Values.Activate(coarser, type);
        using var temporalMap = Values.Activate(temporal, type);
        using var output = new Activation(1, Height, Width, coarse + 2 * hidden + 4, type);
        FusedKernels.Gather(coarserMap, null, temporalMap, hidden, withMask ? Values.Read(mask) : null, output);
        List<Tensor> parts = [nn.functional.interpolate(coarser, [Height, Width], mode: InterpolationMode.Bilinear, align_corners: true), zeros([1, hidden, Height, Width]), temporal];
        if (withMask) parts.Add(mask);
        parts.Add(zeros([1, withMask ? 3 : 4, Height, Width]));
        Values.AssertClose(cat(parts, 1), Values.Tensor(output), Tolerance(type));
    }

    [Theory]
    [InlineData(ElementType.Float32, 16, true)]
    [InlineData(ElementType.Float32, 11, true)]
    [InlineData(ElementType.Float32, 3, false)]
    [InlineData(ElementType.BFloat16, 16, true)]
    [InlineData(ElementType.BFloat16, 5, false)]
    public void Lstm_Gates_EqualLibtorch(ElementType type, int channels, bool withCell)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        const int Height = 5, Width = 7;
        var gates = Values.Rounded(randn([1, 4 * channels, Height, Width]) * 6, type);
        var shared = Values.Rounded(randn([3, 4 * channels, Height, Width]) * 6, type);
        var before = Values.Rounded(randn([1, channels, Height, Width]), type);
        using var gateMap = Values.Activate(gates, type);
        using var sharedMap = Values.Activate(shared, type);
        using var beforeMap = Values.Activate(before, type);
        using var hidden = new Activation(1, Height, Width, channels, type);
        using var cell = new Activation(1, Height, Width, channels, type);
        FusedKernels.Lstm(gateMap, sharedMap, 1, withCell ? beforeMap : null, hidden, cell);
        var parts = (gates + shared.narrow(0, 1, 1)).chunk(4, 1);
        var expected = parts[0].sigmoid() * parts[3].tanh();
        if (withCell) expected = expected + parts[1].sigmoid() * before;
        Values.AssertClose(expected, Values.Tensor(cell), Tolerance(type));
        Values.AssertClose(parts[2].sigmoid() * expected.tanh(), Values.Tensor(hidden), Tolerance(type));
    }

    [Theory]
    [InlineData(ElementType.Float32, 16)]
    [InlineData(ElementType.Float32, 5)]
    [InlineData(ElementType.BFloat16, 8)]
    public void MaskHead_HiddenMap_EqualsConvolutionOfItsUpsampling(ElementType type, int channels)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var hidden = Values.Rounded(randn([1, channels, 6, 9]), type);
        var weights = randn([1, channels, 3, 3]);
        using var map = Values.Activate(hidden, type);
        var logits = FusedKernels.MaskHead(map, Values.Read(weights.select(0, 0).permute(1, 2, 0)), 0.25f);
        var wide = nn.functional.interpolate(hidden, [12, 18], mode: InterpolationMode.Bilinear, align_corners: true);
        Values.AssertClose(nn.functional.conv2d(wide, weights, tensor(new[] { 0.25f }), [1, 1], [1, 1]), tensor(logits, [1, 1, 12, 18]), 1e-5);
    }

    [Theory]
    [InlineData(8, 9, 20, 21, true)]
    [InlineData(4, 4, 4, 4, false)]
    [InlineData(1, 3, 5, 8, false)]
    [InlineData(6, 8, 3, 5, true)]
    public void UpsamplePlane_AnySize_EqualsLibtorch(int height, int width, int rows, int columns, bool sigmoid)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var plane = randn([1, 1, height, width]) * 3;
        var output = new float[rows * columns];
        FusedKernels.UpsamplePlane(Values.Read(plane), height, width, output, rows, columns, sigmoid);
        var expected = nn.functional.interpolate(plane, [rows, columns], mode: InterpolationMode.Bilinear, align_corners: true);
        Values.AssertClose(sigmoid ? expected.sigmoid() : expected, tensor(output, [1, 1, rows, columns]), 1e-5);
    }

    [Fact]
    public void Gather_MaskOfAnotherSize_Throws()
    {
        using var output = new Activation(1, 4, 4, 16, ElementType.Float32);
        Assert.Throws<ArgumentException>(() => FusedKernels.Gather(null, null, null, 4, new float[15], output));
        Assert.Throws<ArgumentException>(() => FusedKernels.Gather(null, null, null, 8, new float[16], output));
    }
}
