using Rvos.Model.Inference;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S.Inference;

/// <summary>Encoded frames: VGG's maps, the head's map, and the frames as bytes, since an object's first state is made from them.</summary>
internal sealed class S2sPyramid(byte[] rgb, S2sMaps maps, int height, int width) : IFramePyramid
{
    // A tensor's shape as (channels in units of the width, stride).
    private static readonly (int Units, int Stride)[] Shapes = [(1, 2), (2, 4), (4, 8), (8, 16), (8, 32), (8, 32)];

    public int Frames => (int)maps.Head.shape[0];

    internal int Height => height;

    internal int Width => width;

    internal S2sMaps Maps => maps;

    public void Save(BinaryWriter writer)
    {
        new PyramidHeader((byte)maps.Head.dtype, Frames, height, width).Write(writer);
        writer.Write(rgb);
        foreach (var map in maps.Pooled.Append(maps.Head)) S2sBlob.Write(writer, map);
    }

    public void Dispose()
    {
        foreach (var tensor in maps.All) tensor.Dispose();
    }

    internal static S2sPyramid Load(BinaryReader reader, S2sEngine engine)
    {
        var header = PyramidHeader.Read(reader, (byte)engine.Type);
        if (header.Height % 32 != 0 || header.Width % 32 != 0) throw new InvalidDataException($"a feature pyramid of {header.Width}x{header.Height} frames: sides must be multiples of 32");
        using var scope = NewDisposeScope();
        var count = (long)header.Frames * header.Height * header.Width * 3;
        if (reader.BaseStream.CanSeek && reader.BaseStream.Length - reader.BaseStream.Position < count) throw new EndOfStreamException();
        var rgb = new byte[count];
        reader.BaseStream.ReadExactly(rgb);
        var read = Shapes.Select(s => S2sBlob.Read(reader, [header.Frames, s.Units * engine.Options.Width, header.Height / s.Stride, header.Width / s.Stride], engine.Type, engine.Device)).ToArray();
        var maps = new S2sMaps(engine.Normalise(rgb, header.Frames, header.Height, header.Width), read[..5], read[5]);
        foreach (var tensor in maps.All) tensor.DetachFromDisposeScope();
        return new S2sPyramid(rgb, maps, header.Height, header.Width);
    }
}
