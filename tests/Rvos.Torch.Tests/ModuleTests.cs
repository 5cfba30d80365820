using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Rvos.Torch.Tests;

public class ModuleTests
{
    [Fact]
    public void RegisterModule_FieldsNotRegistered_AreUnderTheirNames()
    {
        using var outer = new Outer();
        Assert.Equal(["inner.weight", "inner.count"], outer.state_dict().Keys);
        Assert.Equal(["inner.weight"], outer.named_parameters().Select(p => p.name));
        Values.AssertClose([3, 3], outer.call(Values.Of([2], 1, 1)));
    }

    [Fact]
    public void Eval_InnerModules_Follow()
    {
        using var outer = new Outer();
        Assert.True(outer.Inner.training);
        outer.eval();
        Assert.False(outer.Inner.training);
        outer.train();
        Assert.True(outer.Inner.training);
    }

    [Fact]
    public void RegisterModule_NameInUse_Throws()
    {
        using var outer = new Outer();
        Assert.Throws<ArgumentException>(() => outer.register_module("inner", new Part()));
    }

    [Theory]
    [InlineData("cpu", DeviceType.CPU, -1)]
    [InlineData("cuda", DeviceType.CUDA, -1)]
    [InlineData("cuda:1", DeviceType.CUDA, 1)]
    public void Device_Text_Parsed(string text, DeviceType type, int index)
    {
        var device = new Device(text);
        Assert.Equal((type, index, text), (device.type, device.index, device.ToString()));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("")]
    public void Device_UnknownText_Throws(string text) => Assert.Throws<ArgumentException>(() => new Device(text));

    private sealed class Outer : nn.Module<Tensor, Tensor>
    {
        private readonly Part inner = new();

        internal Outer()
            : base(nameof(Outer)) => register_module(nameof(inner), inner);

        internal Part Inner => inner;

        public override Tensor forward(Tensor input) => inner.forward(input);
    }

    private sealed class Part : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter weight = new(full([2], 3));
        private readonly Tensor count = zeros([1]);

        internal Part()
            : base(nameof(Part))
        {
        }

        internal Tensor Count => count;

        public override Tensor forward(Tensor input) => input * weight;
    }
}
