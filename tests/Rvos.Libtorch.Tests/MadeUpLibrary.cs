using System.Buffers.Binary;
using System.Text;

namespace Rvos.Libtorch.Tests;

/// <summary>Bytes of a 64-bit shared library that asks libmade.so.1 for versions MADE_1 and MADE_2, with a symbol of each and one relocation.</summary>
internal sealed class MadeUpLibrary
{
    private const int Header = 64;
    private readonly List<byte> bytes = [.. new byte[Header]];
    private readonly List<(uint Type, int Offset, int Size, uint Link, uint Info)> sections = [(0, 0, 0, 0, 0)];

    /// <summary>Makes one.</summary>
    /// <param name="relocated">The symbol that the relocation refers to: 1 has version MADE_1, 2 has MADE_2.</param>
    /// <param name="flags">Flags of MADE_2.</param>
    internal MadeUpLibrary(int relocated = 1, ushort flags = 0)
    {
        var names = new MemoryStream();
        names.WriteByte(0);
        var (file, old, late, first, second) = (Name("libmade.so.1"), Name("MADE_1"), Name("MADE_2"), Name("first"), Name("second"));
        Add(3, 0, 0, w => w.Write(names.ToArray()));
        Add(11, 1, 1, w =>
        {
            w.Write(new byte[24]);
            foreach (var name in new[] { first, second }) { w.Write(name); w.Write(new byte[20]); }
        });
        Add(0x6fffffff, 2, 0, w => { foreach (var index in new ushort[] { 0, 2, 3 }) w.Write(index); });
        FlagsOffset = bytes.Count + 16 + 16 + 4;
        Add(0x6ffffffe, 1, 1, w =>
        {
            foreach (var half in new ushort[] { 1, 2 }) w.Write(half);
            foreach (var word in new uint[] { file, 16, 0 }) w.Write(word);
            Version(w, 0, 2, old, 16);
            Version(w, flags, 3, late, 0);
        });
        Add(4, 2, 0, w => { w.Write(0UL); w.Write(((ulong)relocated << 32) | 7); w.Write(0L); });
        Bytes = Finish();

        uint Name(string text)
        {
            var at = (uint)names.Position;
            names.Write(Encoding.ASCII.GetBytes(text + "\0"));
            return at;
        }
    }

    /// <summary>The file.</summary>
    internal byte[] Bytes { get; }

    /// <summary>Where the flags of MADE_2 are.</summary>
    internal int FlagsOffset { get; }

    private static void Version(BinaryWriter w, ushort flags, ushort index, uint name, uint next)
    {
        w.Write(0u);
        w.Write(flags);
        w.Write(index);
        w.Write(name);
        w.Write(next);
    }

    private void Add(uint type, uint link, uint info, Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.ASCII, leaveOpen: true)) write(writer);
        sections.Add((type, bytes.Count, (int)content.Length, link, info));
        bytes.AddRange(content.ToArray());
    }

    private byte[] Finish()
    {
        var table = bytes.Count;
        var file = new byte[table + sections.Count * 64];
        bytes.CopyTo(file, 0);
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5], file[6]) = (2, 1, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 3);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), (ulong)table);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(60), (ushort)sections.Count);
        for (var i = 0; i < sections.Count; i++)
        {
            var at = file.AsSpan(table + i * 64);
            var s = sections[i];
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], s.Type);
            BinaryPrimitives.WriteUInt64LittleEndian(at[24..], (ulong)s.Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(at[32..], (ulong)s.Size);
            BinaryPrimitives.WriteUInt32LittleEndian(at[40..], s.Link);
            BinaryPrimitives.WriteUInt32LittleEndian(at[44..], s.Info);
        }

        return file;
    }
}
