using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Networks;

public class ConvLstmCellTests
{
    [Theory]
    [InlineData("plain", "none")]
    [InlineData("plain", "spatial")]
    [InlineData("plain", "temporal")]
    [InlineData("plain", "both")]
    [InlineData("mask", "none")]
    [InlineData("mask", "spatial")]
    [InlineData("mask", "temporal")]
    [InlineData("mask", "both")]
    public void Forward_StatesGivenOrNot_EqualsTheOriginal(string kind, string states)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var golden = Golden.Own("rvos_small/convlstm_cell");
        using var cell = new ConvLstmCell(0, 5, 3, kind == "mask" ? 1 : 0);
        cell.Gates.Weight.copy_(Load($"{kind}/Gates.weight"));
        cell.Gates.Bias!.copy_(Load($"{kind}/Gates.bias"));
        var empty = zeros([2, 3, 7, 9]);
        var (isSpatial, isTemporal) = (states is "spatial" or "both", states is "temporal" or "both");
        var parts = new List<Tensor>();
        if (kind == "mask") parts.Add(Load("mask/in_mask"));
        parts.Add(isSpatial ? Load($"{kind}/in_h_spatial") : empty);
        parts.Add(isTemporal ? Load($"{kind}/in_h_temporal") : empty);
        var shared = cell.Gates.Apply(Load($"{kind}/in_x"), cell.SkipWeight, cell.Gates.Bias);
        var (hidden, memory) = cell.forward(new ConvLstmInput(cat(parts, 1), cell.ObjectWeight, shared, isSpatial ? Load($"{kind}/in_c_spatial") : null));
        Golden.AssertClose(golden.F32($"{kind}/out_{states}_h"), Golden.Values(hidden), 2e-6);
        Golden.AssertClose(golden.F32($"{kind}/out_{states}_c"), Golden.Values(memory), 2e-6);

        Tensor Load(string name) => tensor(golden.F32(name), golden.Shape(name));
    }
}
