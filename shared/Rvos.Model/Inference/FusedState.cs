using Rvos.Fused;

namespace Rvos.Model.Inference;

/// <summary>Hidden and cell maps (1,h,w,c) of the four cells, coarsest first.</summary>
internal sealed class FusedState(Activation[] hidden, Activation[] cell) : IObjectState
{
    internal IReadOnlyList<Activation> Maps => hidden;

    internal IReadOnlyList<Activation> Cell => cell;

    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)hidden[0].Type);
        foreach (var map in hidden.Concat(cell))
        {
            writer.Write((int)map.Bytes);
            writer.Write(map.FrameSpan(0));
        }
    }

    public float[] Hidden(int k)
    {
        var (map, places) = (hidden[k].ToSingles(), hidden[k].Height * hidden[k].Width);
        var channels = hidden[k].Channels;
        var values = new float[map.Length];
        for (var i = 0; i < places; i++)
            for (var c = 0; c < channels; c++) values[c * places + i] = map[i * channels + c];
        return values;
    }

    public void Dispose()
    {
        foreach (var map in hidden.Concat(cell)) map.Dispose();
    }

    internal static FusedState Load(BinaryReader reader, FusedDecoder decoder, int height, int width, ElementType type)
    {
        if (reader.ReadByte() != (byte)type) throw new InvalidDataException("the session's state has another element type");
        var maps = new List<Activation>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                var map = decoder.EmptyMap(i % 4, height, width);
                maps.Add(map);
                if (reader.ReadInt32() != map.Bytes) throw new InvalidDataException("a state map of another size");
                reader.BaseStream.ReadExactly(map.FrameSpan(0));
            }
        }
        catch
        {
            foreach (var map in maps) map.Dispose();
            throw;
        }

        return new FusedState(maps.Take(4).ToArray(), maps.Skip(4).ToArray());
    }
}
