using System.Security.Cryptography;

namespace Rvos.Cli.Submit.Files;

/// <summary>A file's bytes, as they were when they were read.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When it was last written, in ticks of UTC.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal; null while not known.</param>
internal sealed record FileContent(long Length, long Modified, string? Sha256)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Length and time of a file.</summary>
    /// <exception cref="SubmitException">It is gone or empty.</exception>
    internal static FileContent Look(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists) throw new SubmitException($"{path}: the file is gone");
        return info.Length > 0 ? new FileContent(info.Length, info.LastWriteTimeUtc.Ticks, null) : throw new SubmitException($"{path}: the file is empty");
    }

    /// <summary>The same with its hash.</summary>
    /// <exception cref="SubmitException">It cannot be read, or changes while it is.</exception>
    internal static async Task<FileContent> ReadAsync(string path, CancellationToken cancellation)
    {
        var before = Look(path);
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
            before.ThrowIfChanged(path);
            return before with { Sha256 = hash };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SubmitException($"{path}: {e.Message}", e);
        }
    }

    /// <exception cref="SubmitException">The file is not as it was.</exception>
    internal void ThrowIfChanged(string path)
    {
        var now = Look(path);
        if (now.Length != Length || now.Modified != Modified) throw new SubmitException($"{path}: is being written to; submit it when it is whole");
    }
}
