namespace Rvos.Video.Tests.Odd;

/// <summary>A video as some program or accident leaves it.</summary>
/// <param name="Name">Unique; it ends in the file's extension.</param>
/// <param name="Write">Writes it under a path.</param>
/// <param name="IsDamaged">The report may say that something is lost.</param>
internal sealed record OddFile(string Name, Action<string> Write, bool IsDamaged = false);
