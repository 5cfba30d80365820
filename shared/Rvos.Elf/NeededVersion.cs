namespace Rvos.Elf;

/// <summary>Makes a version that a shared library asks of another one optional (VER_FLG_WEAK): the dynamic loader then starts the library where that version is absent too.</summary>
public static class NeededVersion
{
    private const int FileRecord = 16, VersionRecord = 16, SymbolRecord = 24;
    private const ushort Optional = 2, IndexMask = 0x7fff;

    /// <summary>Makes a version optional, in place. Doing so again changes nothing.</summary>
    /// <param name="library">The bytes of a 64-bit little-endian ELF shared library.</param>
    /// <param name="version">The version's name, such as GLIBCXX_3.4.32.</param>
    /// <exception cref="ElfFormatException">The file is damaged, or code or data of it refers to a symbol of that version, which it therefore needs.</exception>
    public static VersionChange MakeOptional(byte[] library, string version)
    {
        var image = new ElfImage(library);
        if (image.Only(ElfSection.NeededVersions) is not { } needed) return VersionChange.NotNeeded;
        var records = Find(image, needed, version);
        if (records.Count == 0) return VersionChange.NotNeeded;
        foreach (var record in records) RefuseIfUsed(image, (ushort)(image.UInt16(record + 6) & IndexMask), version);
        var change = VersionChange.AlreadyOptional;
        foreach (var record in records)
        {
            var flags = image.UInt16(record + 4);
            if ((flags & Optional) != 0) continue;
            image.Write(record + 4, (ushort)(flags | Optional));
            change = VersionChange.MadeOptional;
        }

        return change;
    }

    // Positions of the records (Vernaux) that name the version: one for each library of which it is asked.
    private static List<int> Find(ElfImage image, ElfSection needed, string version)
    {
        var names = image.Linked(needed, ElfSection.StringTable);
        var found = new List<int>();
        ulong file = 0;
        // The counts bound the loops: a damaged chain may lead back to where it was.
        for (var f = 0u; f < needed.Info; f++)
        {
            var at = ElfImage.Within(needed, file, FileRecord);
            var (versions, record) = (image.UInt16(at + 2), file + image.UInt32(at + 8));
            for (var v = 0; v < versions; v++)
            {
                var entry = ElfImage.Within(needed, record, VersionRecord);
                if (image.Text(names, image.UInt32(entry + 8)) == version) found.Add(entry);
                var following = image.UInt32(entry + 12);
                if (following == 0) break;
                record += following;
            }

            var next = image.UInt32(at + 12);
            if (next == 0) break;
            file += next;
        }

        return found;
    }

    // The loader looks symbols up for relocations alone: a symbol that none refers to may be absent.
    private static void RefuseIfUsed(ElfImage image, ushort index, string version)
    {
        if (image.Only(ElfSection.SymbolVersions) is not { } versions) throw new ElfFormatException("needed versions, but no versions of symbols");
        var symbols = image.Linked(versions, ElfSection.DynamicSymbols);
        var names = image.Linked(symbols, ElfSection.StringTable);
        foreach (var section in image.Sections)
        {
            var size = section.Type switch { ElfSection.RelocationsWithAddend => 24, ElfSection.Relocations => 16, _ => 0 };
            if (size == 0 || section.Link != symbols.Index) continue;
            for (var offset = 0; offset < section.Size; offset += size)
            {
                var symbol = image.UInt64(ElfImage.Within(section, (ulong)offset, size) + 8) >> 32;
                if ((image.UInt16(ElfImage.Within(versions, symbol * 2, 2)) & IndexMask) != index) continue;
                var record = ElfImage.Within(symbols, symbol * SymbolRecord, SymbolRecord);
                throw new ElfFormatException($"{image.Text(names, image.UInt32(record))} of {version} is used: the library cannot do without that version");
            }
        }
    }
}
