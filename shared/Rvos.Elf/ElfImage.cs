using System.Buffers.Binary;

namespace Rvos.Elf;

/// <summary>A 64-bit little-endian shared library in memory. Every offset read from the file is checked against its size.</summary>
internal sealed class ElfImage
{
    private const int HeaderSize = 64, SectionHeaderSize = 64, SharedObject = 3;
    private readonly byte[] bytes;

    /// <summary>Reads the section table.</summary>
    /// <exception cref="ElfFormatException">It is no such library, or a damaged one.</exception>
    internal ElfImage(byte[] bytes)
    {
        this.bytes = bytes;
        if (bytes.Length < HeaderSize || !bytes.AsSpan(0, 4).SequenceEqual("\u007fELF"u8)) throw new ElfFormatException("not an ELF file");
        if (bytes[4] != 2 || bytes[5] != 1) throw new ElfFormatException("not a 64-bit little-endian ELF file");
        if (UInt16(16) != SharedObject) throw new ElfFormatException("not a shared library");
        var (offset, size, count) = (UInt64(40), UInt16(58), UInt16(60));
        if (count == 0) throw new ElfFormatException("the file has no section table");
        if (size != SectionHeaderSize) throw new ElfFormatException($"section headers of {size} bytes");
        var table = Range(offset, (ulong)count * SectionHeaderSize, "the section table");
        Sections = Enumerable.Range(0, count).Select(i => ReadSection(i, table + i * SectionHeaderSize)).ToArray();
    }

    /// <summary>All sections, in the order of the table.</summary>
    internal IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>The only section of a type, or null.</summary>
    internal ElfSection? Only(uint type)
    {
        var found = Sections.Where(s => s.Type == type).ToArray();
        if (found.Length > 1) throw new ElfFormatException($"{found.Length} sections of type 0x{type:x}");
        return found.Length == 1 ? found[0] : null;
    }

    /// <summary>The section that another one refers to.</summary>
    internal ElfSection Linked(ElfSection section, uint type)
    {
        if (section.Link >= Sections.Count || Sections[(int)section.Link].Type != type) throw new ElfFormatException($"section {section.Index} refers to section {section.Link}, which is of another type");
        return Sections[(int)section.Link];
    }

    /// <summary>The zero-terminated text at an offset of a string table.</summary>
    internal string Text(ElfSection table, uint offset)
    {
        if (offset >= (uint)table.Size) throw new ElfFormatException($"a name at {offset} of a string table of {table.Size} bytes");
        var tail = bytes.AsSpan(table.Offset + (int)offset, table.Size - (int)offset);
        var end = tail.IndexOf((byte)0);
        if (end < 0) throw new ElfFormatException("a name without an end");
        return System.Text.Encoding.Latin1.GetString(tail[..end]);
    }

    /// <summary>Position in the file of a record within a section.</summary>
    internal static int Within(ElfSection section, ulong offset, int size)
    {
        if (offset > (ulong)section.Size || (ulong)size > (ulong)section.Size - offset) throw new ElfFormatException($"section {section.Index} ends within a record");
        return section.Offset + (int)offset;
    }

    internal ushort UInt16(int position) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(position));

    internal uint UInt32(int position) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position));

    internal ulong UInt64(int position) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(position));

    internal void Write(int position, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(position), value);

    private ElfSection ReadSection(int index, int at)
    {
        var type = UInt32(at + 4);
        var (offset, size) = (UInt64(at + 24), UInt64(at + 32));
        // The first entry and sections without bytes in the file say sizes of other things.
        var isEmpty = type is 0 or ElfSection.NoBits;
        var start = isEmpty ? 0 : Range(offset, size, $"section {index}");
        return new ElfSection(index, type, start, isEmpty ? 0 : (int)size, UInt32(at + 40), UInt32(at + 44));
    }

    private int Range(ulong offset, ulong size, string what)
    {
        if (offset > (ulong)bytes.Length || size > (ulong)bytes.Length - offset) throw new ElfFormatException($"{what} reaches beyond the end of the file");
        return (int)offset;
    }
}
