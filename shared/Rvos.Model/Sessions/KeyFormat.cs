using System.Runtime.InteropServices;
using Rvos.Model.Inference;

namespace Rvos.Model.Sessions;

/// <summary>The appearance keys of a session as bytes: those of the frame before, a table of those that references share, and for each object its entry there and its mask.</summary>
internal static class KeyFormat
{
    internal static void Write(BinaryWriter writer, IReadOnlyList<SessionObject> objects, FrameKeys? before)
    {
        writer.Write(before is not null);
        if (before is not null) Write(writer, before.Values);
        var tables = objects.Select(o => o.Reference?.Keys).OfType<FrameKeys>().Distinct(ReferenceEqualityComparer.Instance).Cast<FrameKeys>().ToList();
        writer.Write(tables.Count);
        foreach (var keys in tables) Write(writer, keys.Values);
        foreach (var item in objects)
        {
            writer.Write(item.Reference is { } reference ? tables.FindIndex(k => ReferenceEquals(k, reference.Keys)) : -1);
            if (item.Reference is not null) Write(writer, item.Reference.Shares);
        }
    }

    /// <returns>The keys of the frame before, or null.</returns>
    internal static FrameKeys? Read(BinaryReader reader, IReadOnlyList<SessionObject> objects, int channels, int height, int width)
    {
        var (rows, columns) = ((height + 7) / 8, (width + 7) / 8);
        var before = reader.ReadBoolean() ? Keys() : null;
        var count = reader.ReadInt32();
        if (count < 0 || count > objects.Count) throw new InvalidDataException("a saved session with impossible counts");
        var tables = Enumerable.Range(0, count).Select(_ => Keys()).ToArray();
        foreach (var item in objects)
        {
            var index = reader.ReadInt32();
            if (index < -1 || index >= count) throw new InvalidDataException("a saved session with impossible references");
            if (index >= 0) item.Reference = new MaskReference(tables[index], Singles(rows * columns));
        }

        return before;

        FrameKeys Keys() => new(channels, rows, columns, Singles(channels * rows * columns));

        float[] Singles(int length)
        {
            var values = new float[length];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
    }

    private static void Write(BinaryWriter writer, float[] values) => writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
}
