using System.Runtime.InteropServices;
using Rvos.Model.Inference;
using Rvos.Model.Networks;

namespace Rvos.Model.Sessions;

/// <summary>The appearance keys of a session as bytes: those of the frame before, a table of those that references share, and for each object its entry there and its mask.</summary>
internal static class KeyFormat
{
    internal static void Write(BinaryWriter writer, IReadOnlyList<SessionObject> objects, FrameKeys? before, bool withMemory)
    {
        writer.Write(before is not null);
        if (before is not null) Write(writer, before.Values);
        var tables = objects.SelectMany(o => o.Memory.Select(m => m.Mask).Prepend(o.Reference)).Select(r => r?.Keys).OfType<FrameKeys>().Distinct(ReferenceEqualityComparer.Instance).Cast<FrameKeys>().ToList();
        writer.Write(tables.Count);
        foreach (var keys in tables) Write(writer, keys.Values);
        foreach (var item in objects)
        {
            Put(item.Reference);
            if (!withMemory) continue;
            writer.Write(item.Age);
            writer.Write(item.Memory.Count);
            foreach (var (age, mask) in item.Memory)
            {
                writer.Write(age);
                Put(mask);
            }
        }

        void Put(MaskReference? reference)
        {
            writer.Write(reference is null ? -1 : tables.FindIndex(k => ReferenceEquals(k, reference.Keys)));
            if (reference is null) return;
            Write(writer, reference.Shares);
            Write(writer, reference.Features);
        }
    }

    /// <param name="reader">Where the keys begin.</param>
    /// <param name="objects">Objects to complete.</param>
    /// <param name="channels">Elements of a key.</param>
    /// <param name="height">Rows of the model's input.</param>
    /// <param name="width">Columns.</param>
    /// <param name="network">The network.</param>
    /// <param name="frameCount">Frames decoded so far.</param>
    /// <param name="hasMemory">False where the file has no memory: the given masks are then all that is remembered.</param>
    /// <returns>The keys of the frame before, or null.</returns>
    internal static FrameKeys? Read(BinaryReader reader, IReadOnlyList<SessionObject> objects, int channels, int height, int width, NetworkOptions network, long frameCount, bool hasMemory)
    {
        var (rows, columns) = ((height + 7) / 8, (width + 7) / 8);
        var features = network.FeatureChannels * rows * columns;
        var before = reader.ReadBoolean() ? Keys() : null;
        var count = reader.ReadInt32();
        if (count < 0 || count > objects.Count * (1L + network.MemoryFrames)) throw new InvalidDataException("a saved session with impossible counts");
        var tables = Enumerable.Range(0, count).Select(_ => Keys()).ToArray();
        foreach (var item in objects)
        {
            item.Reference = Reference();
            item.Age = item.Reference is null ? -1 : 0;
            if (!hasMemory) continue;
            (item.Age, var remembered) = (reader.ReadInt64(), reader.ReadInt32());
            if (remembered < 0 || remembered > network.MemoryFrames) throw Impossible();
            for (var i = 0; i < remembered; i++)
            {
                var age = reader.ReadInt64();
                item.Memory.Add((age, Reference() ?? throw Impossible()));
            }

            Check(item, network, frameCount);
        }

        foreach (var group in objects.Where(o => o.Reference is not null).GroupBy(o => o.Reference!.Keys, ReferenceEqualityComparer.Instance)) CheckShared([.. group]);
        return before;

        MaskReference? Reference()
        {
            var index = reader.ReadInt32();
            if (index < -1 || index >= count) throw new InvalidDataException("a saved session with impossible references");
            return index < 0 ? null : new MaskReference(tables[index], Singles(rows * columns), hasMemory ? Singles(features) : new float[features]);
        }

        FrameKeys Keys() => new(channels, rows, columns, Singles(channels * rows * columns));

        float[] Singles(int length)
        {
            var values = new float[length];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
    }

    // What a session itself would remember at that age: the matcher relies on it.
    private static void Check(SessionObject item, NetworkOptions network, long frameCount)
    {
        if (item.Age != -1 == item.Reference is null || item.Age < -1 || item.Age >= frameCount) throw Impossible();
        if (!item.Memory.Select(m => m.Age).SequenceEqual(MemoryRule.Ages(item.Age, network.MemoryFrames))) throw Impossible();
    }

    // Objects that were given in the same frame remember the same frames.
    private static void CheckShared(SessionObject[] objects)
    {
        var keys = objects[0].Memory.Select(m => m.Mask.Keys);
        if (objects.Any(o => o.Age != objects[0].Age || !o.Memory.Select(m => m.Mask.Keys).SequenceEqual(keys, ReferenceEqualityComparer.Instance))) throw Impossible();
    }

    private static InvalidDataException Impossible() => new("a saved session with an impossible memory");

    private static void Write(BinaryWriter writer, float[] values) => writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
}
