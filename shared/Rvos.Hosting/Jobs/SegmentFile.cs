using System.Buffers.Binary;
using System.Text.Json;
using Rvos.Hosting.Blobs;

namespace Rvos.Hosting.Jobs;

/// <summary>A segment as a blob: "RVSG", length of the header, header as JSON, then bytes that the header describes.</summary>
public static class SegmentFile
{
    private const uint Magic = 0x47535652;
    private const int Prefix = 8, MaxHeader = 1 << 20, FirstRead = 64 << 10;

    /// <summary>Puts header and content together.</summary>
    public static byte[] Write<T>(T header, ReadOnlySpan<byte> content)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        if (json.Length > MaxHeader) throw new ArgumentException($"a header of {json.Length} bytes", nameof(header));
        var bytes = new byte[Prefix + json.Length + content.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), json.Length);
        json.CopyTo(bytes, Prefix);
        content.CopyTo(bytes.AsSpan(Prefix + json.Length));
        return bytes;
    }

    /// <summary>Takes them apart.</summary>
    /// <exception cref="InvalidDataException">It is no such blob.</exception>
    public static (T Header, ReadOnlyMemory<byte> Content) Read<T>(ReadOnlyMemory<byte> bytes)
    {
        var length = HeaderLength(bytes.Span);
        if (bytes.Length < Prefix + length) throw new InvalidDataException("a segment that ends within its header");
        return (Parse<T>(bytes.Span.Slice(Prefix, length)), bytes[(Prefix + length)..]);
    }

    /// <summary>Reads a segment's blob whole; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It is no such blob.</exception>
    public static async Task<(T Header, ReadOnlyMemory<byte> Content)?> FindAsync<T>(IBlobStore blobs, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        return await blobs.TryReadAsync(name, cancellation: cancellation).ConfigureAwait(false) is { } bytes ? Read<T>(bytes) : null;
    }

    /// <summary>Reads the header alone, and where the content starts; null when there is no such blob.</summary>
    /// <exception cref="InvalidDataException">It is no such blob.</exception>
    public static async Task<(T Header, long ContentStart)?> FindHeaderAsync<T>(IBlobStore blobs, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        try
        {
            var start = await ReadAsync(blobs, name, FirstRead, cancellation).ConfigureAwait(false);
            var length = HeaderLength(start);
            if (start.Length < Prefix + length) start = await ReadAsync(blobs, name, Prefix + length, cancellation).ConfigureAwait(false);
            if (start.Length < Prefix + length) throw new InvalidDataException("a segment that ends within its header");
            return (Parse<T>(start.AsSpan(Prefix, length)), Prefix + length);
        }
        catch (BlobNotFoundException)
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(IBlobStore blobs, string name, int length, CancellationToken cancellation)
    {
        await using var stream = await blobs.OpenReadAsync(name, new BlobRange(0, length), cancellation).ConfigureAwait(false);
        var bytes = new byte[length];
        var read = await stream.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return bytes[..read];
    }

    private static int HeaderLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Prefix || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) throw new InvalidDataException("not a segment");
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        return length is > 0 and <= MaxHeader ? length : throw new InvalidDataException($"a segment with a header of {length} bytes");
    }

    private static T Parse<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json) ?? throw new InvalidDataException("a segment without a header");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("a segment whose header cannot be read", error);
        }
    }
}
