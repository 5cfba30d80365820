namespace Rvos.Elf;

/// <summary>A file is no shared library that this project can read, or one in which a version cannot be made optional; the message says why.</summary>
public sealed class ElfFormatException(string message) : FormatException(message);
