using System.Runtime.InteropServices;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>An object's state as tensors (1,c,h,w).</summary>
internal sealed class TorchState(CellState state) : IObjectState
{
    // A hidden map has at most the coarsest cell's channels at the finest stride; more than this is not a state.
    private const long MaxElements = 1L << 28;

    internal CellState State => state;

    public void Save(BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        foreach (var map in state.Hidden.Concat(state.Cell))
        {
            foreach (var size in map.shape) writer.Write((int)size);
            writer.Write(MemoryMarshal.AsBytes(map.cpu().to_type(ScalarType.Float32).contiguous().data<float>().ToArray().AsSpan()));
        }
    }

    public float[] Hidden(int cell)
    {
        using var scope = NewDisposeScope();
        return FoldedConvolution.Values(state.Hidden[cell]);
    }

    public void Dispose()
    {
        foreach (var map in state.Hidden.Concat(state.Cell)) map.Dispose();
    }

    internal static TorchState Load(BinaryReader reader, Device device, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var maps = Enumerable.Range(0, 8).Select(_ => ReadMap(reader).to(device).to_type(type)).ToArray();
        foreach (var map in maps) map.DetachFromDisposeScope();
        return new TorchState(new CellState(maps[..4], maps[4..]));
    }

    private static Tensor ReadMap(BinaryReader reader)
    {
        long[] shape = [reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()];
        long count = 1;
        foreach (var size in shape)
            if (size < 1 || (count *= size) > MaxElements) throw new InvalidDataException("a state map of an impossible size");
        var values = new float[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return tensor(values, shape);
    }
}
