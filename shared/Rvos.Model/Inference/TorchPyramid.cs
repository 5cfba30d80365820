using System.Runtime.InteropServices;
using Rvos.Model.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Inference;

/// <summary>Skip maps as tensors (N,c,h,w), coarsest first.</summary>
internal sealed class TorchPyramid(FeaturePyramid pyramid, int height, int width) : IFramePyramid
{
    public int Frames => (int)pyramid.Maps[0].shape[0];

    internal int Height => height;

    internal int Width => width;

    internal FeaturePyramid Pyramid => pyramid;

    public void Save(BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        new PyramidHeader((byte)pyramid.Maps[0].dtype, Frames, height, width).Write(writer);
        foreach (var map in pyramid.Maps)
        {
            writer.Write((int)map.shape[2]);
            writer.Write((int)map.shape[3]);
            writer.Write(MemoryMarshal.AsBytes(map.cpu().to_type(ScalarType.Float32).contiguous().data<float>().ToArray().AsSpan()));
        }
    }

    public void Dispose()
    {
        foreach (var map in pyramid.Maps) map.Dispose();
    }

    internal static TorchPyramid Load(BinaryReader reader, IReadOnlyList<int> channels, Device device, ScalarType type)
    {
        var header = PyramidHeader.Read(reader, (byte)type);
        using var scope = NewDisposeScope();
        var maps = channels.Select(count =>
        {
            var (h, w) = (reader.ReadInt32(), reader.ReadInt32());
            if (h < 1 || h > header.Height / 4 + 1 || w < 1 || w > header.Width / 4 + 1) throw new InvalidDataException($"a skip map of {w}x{h} for frames of {header.Width}x{header.Height}");
            var values = new float[(long)header.Frames * count * h * w];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return tensor(values, [header.Frames, count, h, w]).to(device).to_type(type);
        }).ToArray();
        foreach (var map in maps) map.DetachFromDisposeScope();
        return new TorchPyramid(new FeaturePyramid(maps), header.Height, header.Width);
    }
}
