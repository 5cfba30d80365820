using System.IO.Compression;

namespace Rvos.Cli.Submit.Results;

/// <summary>Unpacks an archive from elsewhere: names that lead out of the folder, links, and more bytes than such an archive can mean are refused.</summary>
internal static class SafeZip
{
    private const int MaximumEntries = 2_000_000;
    private const int MaximumName = 300;
    private const int LinkType = 0xA000, TypeMask = 0xF000;

    // Masks are PNG, which do not get smaller: an archive that unpacks to far more than its own size is none of ours.
    private const long MaximumRatio = 100, AlwaysAllowed = 64 << 20;

    /// <summary>Unpacks into an empty folder; how many files there are.</summary>
    /// <param name="archive">The archive, seekable.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="prefix">A folder within the archive whose name is left out, such as <c>masks/</c>.</param>
    /// <param name="cancellation">Stops between two buffers.</param>
    /// <exception cref="InvalidDataException">It is no such archive; the message names the entry.</exception>
    internal static async Task<int> ExtractAsync(Stream archive, string folder, string prefix, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > MaximumEntries) throw new InvalidDataException($"the archive has {zip.Entries.Count} entries, more than {MaximumEntries}");
        var left = Math.Max(AlwaysAllowed, archive.Length * MaximumRatio);
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var count = 0;
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName.StartsWith(prefix, StringComparison.Ordinal) ? entry.FullName[prefix.Length..] : entry.FullName;
            if (name.Length == 0) continue;
            var isFolder = name[^1] == '/';
            var path = Path.GetFullPath(Path.Combine(root, Checked(entry, isFolder ? name[..^1] : name)));
            if (!path.StartsWith(root, StringComparison.Ordinal)) throw Refused(entry, "leads out of the folder");
            if (isFolder) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            left -= await WriteAsync(entry, path, left, cancellation);
            count++;
        }

        return count;
    }

    private static string Checked(ZipArchiveEntry entry, string name)
    {
        if (((entry.ExternalAttributes >> 16) & TypeMask) == LinkType) throw Refused(entry, "is a link");
        if (name.Length > MaximumName || name.AsSpan().ContainsAny('\\', ':', '\0') || name.Split('/').Any(part => part is "" or "." or "..")) throw Refused(entry, "is no plain name within a folder");
        return name;
    }

    private static async Task<long> WriteAsync(ZipArchiveEntry entry, string path, long limit, CancellationToken cancellation)
    {
        if (Path.Exists(path)) throw Refused(entry, "is there twice");
        await using var from = await entry.OpenAsync(cancellation);
        await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var buffer = new byte[64 << 10];
        var written = 0L;
        for (int count; (count = await from.ReadAsync(buffer, cancellation)) > 0; written += count)
        {
            if (written + count > limit) throw Refused(entry, "unpacks to far more bytes than the archive has");
            await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        return written;
    }

    private static InvalidDataException Refused(ZipArchiveEntry entry, string why)
    {
        var name = string.Concat(entry.FullName.Select(c => char.IsControl(c) ? '?' : c));
        return new InvalidDataException($"the archive's entry '{(name.Length <= MaximumName ? name : name[..MaximumName] + "…")}' {why}: nothing of it is kept");
    }
}
