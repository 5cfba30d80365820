namespace Rvos.Elf;

/// <summary>What became of a library's need for a version.</summary>
public enum VersionChange
{
    /// <summary>The library does not ask for the version.</summary>
    NotNeeded = 0,
    /// <summary>It was optional before.</summary>
    AlreadyOptional = 1,
    /// <summary>It is optional now.</summary>
    MadeOptional = 2,
}
