using System.Security.Cryptography;

namespace Rvos.Ingestion.Uploads;

/// <summary>The checksum that a client sends along with a piece, and that of the bytes that come.</summary>
internal sealed class UploadChecksum : IDisposable
{
    internal const string Algorithms = "sha1,sha256";

    private readonly IncrementalHash _hash;
    private readonly byte[] _expected;

    private UploadChecksum(HashAlgorithmName algorithm, byte[] expected) => (_hash, _expected) = (IncrementalHash.CreateHash(algorithm), expected);

    /// <summary>Reads <c>sha256 Base64</c>; null and a sentence that says what is wrong otherwise.</summary>
    internal static UploadChecksum? TryParse(string header, out string error)
    {
        var words = header.Split(' ');
        var (algorithm, length) = words[0] switch
        {
            "sha1" => (HashAlgorithmName.SHA1, SHA1.HashSizeInBytes),
            "sha256" => (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes),
            _ => (default, 0),
        };
        error = $"{Tus.ChecksumHeader}: the algorithm is none of {Algorithms}.";
        if (length == 0) return null;
        error = $"{Tus.ChecksumHeader}: not the Base64 of {length} bytes.";
        var expected = new byte[length];
        return words.Length == 2 && words[1].Length == (length + 2) / 3 * 4 && Convert.TryFromBase64String(words[1], expected, out var count) && count == length
            ? new UploadChecksum(algorithm, expected)
            : null;
    }

    internal void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Whether the bytes so far are the ones meant.</summary>
    internal bool Matches() => _hash.GetCurrentHash().AsSpan().SequenceEqual(_expected);

    public void Dispose() => _hash.Dispose();
}
