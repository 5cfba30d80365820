using Rvos.Fused;

namespace Rvos.Model.Inference;

/// <summary>Skip maps (N,h,w,c), coarsest first.</summary>
internal sealed class FusedPyramid(Activation[] maps, int height, int width) : IFramePyramid
{
    public int Frames => maps[0].Frames;

    internal int Height => height;

    internal int Width => width;

    internal Activation[] Maps => maps;

    public void Save(BinaryWriter writer)
    {
        new PyramidHeader((byte)maps[0].Type, Frames, height, width).Write(writer);
        foreach (var map in maps)
        {
            writer.Write(map.Height);
            writer.Write(map.Width);
            for (var frame = 0; frame < map.Frames; frame++) writer.Write(map.FrameSpan(frame));
        }
    }

    public void Dispose()
    {
        foreach (var map in maps) map.Dispose();
    }

    internal static FusedPyramid Load(BinaryReader reader, IReadOnlyList<int> channels, ElementType type)
    {
        var header = PyramidHeader.Read(reader, (byte)type);
        var maps = new List<Activation>();
        try
        {
            foreach (var count in channels)
            {
                var (h, w) = (reader.ReadInt32(), reader.ReadInt32());
                // No map is finer than stride 4.
                if (h < 1 || h > header.Height / 4 + 1 || w < 1 || w > header.Width / 4 + 1) throw new InvalidDataException($"a skip map of {w}x{h} for frames of {header.Width}x{header.Height}");
                maps.Add(new Activation(header.Frames, h, w, count, type));
                for (var frame = 0; frame < header.Frames; frame++) reader.BaseStream.ReadExactly(maps[^1].FrameSpan(frame));
            }
        }
        catch
        {
            foreach (var map in maps) map.Dispose();
            throw;
        }

        return new FusedPyramid(maps.ToArray(), header.Height, header.Width);
    }
}
