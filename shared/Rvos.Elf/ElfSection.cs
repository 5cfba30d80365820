namespace Rvos.Elf;

/// <summary>A section of an ELF file.</summary>
/// <param name="Index">Its place in the section table.</param>
/// <param name="Type">sh_type.</param>
/// <param name="Offset">Its first byte in the file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Link">The section that it refers to, by its place in the table.</param>
/// <param name="Info">sh_info, whose meaning depends on the type.</param>
internal readonly record struct ElfSection(int Index, uint Type, int Offset, int Size, uint Link, uint Info)
{
    internal const uint StringTable = 3;
    internal const uint RelocationsWithAddend = 4;
    internal const uint NoBits = 8;
    internal const uint Relocations = 9;
    internal const uint DynamicSymbols = 11;
    internal const uint NeededVersions = 0x6ffffffe;
    internal const uint SymbolVersions = 0x6fffffff;
}
