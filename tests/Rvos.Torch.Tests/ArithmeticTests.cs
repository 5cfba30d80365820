using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Torch.Tests;

public class ArithmeticTests
{
    [Fact]
    public void Operators_TensorsAndNumbers_ValuesByHand()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Values.Of([3], 1, -2, 4), Values.Of([3], 2, 4, -8));
        Values.AssertClose([3, 2, -4], a + b);
        Values.AssertClose([-1, -6, 12], a - b);
        Values.AssertClose([2, -8, -32], a * b);
        Values.AssertClose([0.5f, -0.5f, -0.5f], a / b);
        Values.AssertClose([9, 12, 6], 10 - a);
        Values.AssertClose([0.25f, -0.5f, 1], a / 4.0);
        Values.AssertClose([5, 4, -2], a + b * 2.0f - (b - 2));
    }

    [Fact]
    public void Add_ColumnAndRow_Broadcasts()
    {
        using var scope = NewDisposeScope();
        var sum = Values.Of([2, 1], 10, 20) + Values.Of([3], 1, 2, 3);
        Assert.Equal([2, 3], sum.shape);
        Values.AssertClose([11, 12, 13, 21, 22, 23], sum);
    }

    [Fact]
    public void Add_ShapesThatDoNotFit_ThrowsWithLibtorchsMessage()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (zeros([3]), zeros([4]));
        var error = Assert.Throws<ExternalException>(() => a + b);
        Assert.Contains("size of tensor a (3) must match the size of tensor b (4)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InPlace_EveryOperator_ChangesTheTensor()
    {
        using var scope = NewDisposeScope();
        var a = Values.Of([2], 1, -4);
        a.add_(Values.Of([2], 1, 2), 2);
        Values.AssertClose([3, 0], a);
        a.mul_(2).sub_(1).div_(5.0);
        Values.AssertClose([1, -0.2f], a);
        a.addcmul_(Values.Of([2], 2, 2), Values.Of([2], 3, 4), 0.5);
        Values.AssertClose([4, 3.8f], a);
        a.addcdiv_(Values.Of([2], 1, 1), Values.Of([2], 2, 4), -2);
        Values.AssertClose([3, 3.3f], a);
        a.narrow(0, 1, 1).fill_(-7);
        Values.AssertClose([3, 0], a.relu_());
    }

    [Fact]
    public void Scalar_WholeNumberOnIntegers_StaysWhole()
    {
        using var scope = NewDisposeScope();
        var whole = tensor([7L, 9007199254740993L]);
        Assert.Equal([8L, 9007199254740994L], (whole + 1).data<long>().ToArray());
        Assert.Equal(ScalarType.Float32, (whole * 0.5).dtype);
    }

    [Fact]
    public void Reductions_OverDimensions_ValuesByHand()
    {
        using var scope = NewDisposeScope();
        var a = Values.Of([2, 3], 1, 5, 3, -4, 2, -9);
        Assert.Equal(-2, a.sum().item<float>());
        Values.AssertClose([9, -11], a.sum([1]));
        Values.AssertClose([-1.5f, 3.5f, -3], a.mean([0]));
        Assert.Equal([1, 3], a.amax([0], true).shape);
        Values.AssertClose([5, 2], a.amax([1]));
        Assert.Equal([1L, 1L], a.argmax(1).data<long>().ToArray());
        Values.AssertClose([5], Values.Of([2], 3, -4).norm());
    }

    [Fact]
    public void Views_OfOneTensor_ShareItsMemory()
    {
        using var scope = NewDisposeScope();
        var a = Values.Of([2, 3], 0, 1, 2, 3, 4, 5);
        var turned = a.permute(1, 0);
        Assert.False(turned.is_contiguous());
        Values.AssertClose([0, 3, 1, 4, 2, 5], turned);
        a.select(0, 1).fill_(9);
        Values.AssertClose([0, 9, 1, 9, 2, 9], turned);
        var parts = a.chunk(2, 1);
        Assert.Equal([[2, 2], [2, 1]], parts.Select(p => p.shape));
        Values.AssertClose([2, 0, 9, 9], a.index_select(1, tensor([2L, 0L])));
        Values.AssertClose([0, 1, 2, 9, 9, 9, 0, 1, 2], cat([a, a.narrow(0, 0, 1)]));
        Assert.Equal([2, 2, 3], stack([a, a]).shape);
        Assert.Equal([4, 2, 3], a.unsqueeze(0).expand([4, -1, -1]).shape);
    }

    [Fact]
    public void ToType_BetweenTypes_RoundsAndTruncates()
    {
        using var scope = NewDisposeScope();
        var a = Values.Of([3], 1.0039063f, -2.7f, 300);
        Values.AssertClose([1, -2.703125f, 300], a.to_type(ScalarType.BFloat16).to_type(ScalarType.Float32));
        Assert.Equal([1L, -2L, 300L], a.to_type(ScalarType.Int64).data<long>().ToArray());
        Assert.Equal([0x80, 0x3F, 0x00, 0xC0], Values.Of([2], 1, -2).to_type(ScalarType.BFloat16).bytes.ToArray());
        Assert.Equal([true, false], a.narrow(0, 0, 2).gt(0).data<bool>().ToArray());
        Assert.Equal(1.0039063, a.to_type(ScalarType.Float64).narrow(0, 0, 1).item<double>(), 1e-7);
    }

    [Fact]
    public void Data_WrongTypeOrLayout_Throws()
    {
        using var scope = NewDisposeScope();
        var a = zeros([2, 3]);
        Assert.Throws<ArgumentException>(() => a.data<int>());
        Assert.Throws<ArgumentException>(() => a.item<float>());
        Assert.Throws<ArgumentException>(() => a.sum().item<double>());
        Assert.Throws<InvalidOperationException>(() => a.permute(1, 0).data<float>());
        Assert.Throws<ArgumentException>(() => tensor(new float[5], [2, 3]));
    }

    [Fact]
    public void Randn_SameSeed_SameValues()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var first = Values.Read(randn([100]));
        manual_seed(5);
        Assert.Equal(first, Values.Read(randn([100])));
        Assert.NotEqual(first, Values.Read(randn([100])));
    }
}
