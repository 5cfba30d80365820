using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S.Inference;

/// <summary>Tensors in blobs: values in the engine's own element type, of shapes that both sides know.</summary>
internal static class S2sBlob
{
    internal static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        writer.Write(tensor.cpu().contiguous().bytes);
    }

    /// <exception cref="EndOfStreamException">It ends early.</exception>
    internal static Tensor Read(BinaryReader reader, long[] shape, ScalarType type, Device device)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        // Before memory is taken for what is not there.
        if (reader.BaseStream.CanSeek && reader.BaseStream.Length - reader.BaseStream.Position < count * (type == ScalarType.BFloat16 ? 2 : 4)) throw new EndOfStreamException();
        var values = new float[count];
        if (type == ScalarType.BFloat16)
        {
            var raw = new ushort[values.Length];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(raw.AsSpan()));
            for (var i = 0; i < raw.Length; i++) values[i] = BitConverter.Int32BitsToSingle(raw[i] << 16);
        }
        else
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return tensor(values, shape).to(device).to_type(type);
    }
}
