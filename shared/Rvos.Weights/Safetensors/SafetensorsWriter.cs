using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Rvos.Weights;

/// <summary>
/// Writes safetensors files, the same input giving the same bytes. Tensors are laid out by element size (largest first),
/// then by ordinal name, and the header is padded with spaces to a multiple of 8 bytes, so every tensor is aligned to its
/// elements. Metadata is sorted by ordinal key.
/// </summary>
public static class SafetensorsWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// Writes a file atomically: a temporary file in the same folder, flushed to disk, then renamed over the target. A reader
    /// sees the old file or the new one, never a part.
    /// </summary>
    /// <param name="path">Target; replaced when it exists. Its folder must exist.</param>
    /// <param name="tensors">Tensors with distinct names.</param>
    /// <param name="metadata">Optional text for the header's <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A name is used twice, reserved or not valid Unicode, or a length does not match its shape.</exception>
    /// <exception cref="IOException">The file cannot be written; the target is unchanged.</exception>
    public static void Write(string path, IEnumerable<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                Write(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes to a stream from its current position.</summary>
    /// <param name="stream">Writable; left open.</param>
    /// <param name="tensors">Tensors with distinct names.</param>
    /// <param name="metadata">Optional text for the header's <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A name is used twice, reserved or not valid Unicode, or a length does not match its shape.</exception>
    public static void Write(Stream stream, IEnumerable<TensorData> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors
            .OrderByDescending(t => t.Entry.DType.Size())
            .ThenBy(t => t.Entry.Name, StringComparer.Ordinal)
            .ToArray();
        Check(ordered);
        var header = Header(ordered, metadata ?? new Dictionary<string, string>());
        var padded = (header.Length + 7) / 8 * 8;
        if (padded > SafetensorsHeader.MaxBytes) throw new ArgumentException($"a header of {padded} bytes is larger than readers accept", nameof(tensors));

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(header);
        length.Fill((byte)' ');
        stream.Write(length[..(padded - header.Length)]);
        foreach (var tensor in ordered) stream.Write(tensor.Bytes.Span);
    }

    private static void Check(TensorData[] tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (entry, bytes) in tensors)
        {
            CheckText(entry.Name);
            if (entry.Name == SafetensorsHeader.MetadataKey) throw new ArgumentException($"'{entry.Name}' is reserved");
            if (!names.Add(entry.Name)) throw new ArgumentException($"tensor '{entry.Name}' is given twice");
            if (entry.Shape.Length > SafetensorsHeader.MaxRank || entry.Shape.Any(size => size < 0))
                throw new ArgumentException($"{entry} has a negative size or more than {SafetensorsHeader.MaxRank} dimensions");
            if (entry.ByteLength != bytes.Length) throw new ArgumentException($"{entry} has {bytes.Length} bytes, {entry.ByteLength} expected");
        }
    }

    private static ReadOnlySpan<byte> Header(TensorData[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                CheckText(key);
                CheckText(value);
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        long position = 0;
        foreach (var (entry, bytes) in tensors)
        {
            json.WriteStartObject(entry.Name);
            json.WriteString("dtype", entry.DType.SafetensorsName());
            WriteIntegers(json, "shape", entry.Shape);
            WriteIntegers(json, "data_offsets", position, position + bytes.Length);
            json.WriteEndObject();
            position += bytes.Length;
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteIntegers(Utf8JsonWriter json, string name, params ReadOnlySpan<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    /// <exception cref="ArgumentException">The text has half a surrogate pair, which JSON could not carry unchanged.</exception>
    private static void CheckText(string text)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("a name or metadata text is not valid Unicode", exception);
        }
    }
}
