using System.Diagnostics.CodeAnalysis;

namespace Rvos.Weights;

/// <summary>
/// Reads safetensors files (https://huggingface.co/docs/safetensors). The file is mapped, not loaded; the header is checked
/// whole on opening: bounded size, known element types, no duplicate names, data without holes, overlaps or rest. Do not
/// shorten a file while it is mapped. Reading from several threads is safe; disposing while another reads is not.
/// </summary>
public sealed class SafetensorsReader : IDisposable
{
    private readonly ByteSource source;
    private readonly string fileName;
    private readonly Dictionary<string, SafetensorsTensor> tensors;
    private bool disposed;

    private SafetensorsReader(ByteSource source, string fileName)
    {
        this.source = source;
        this.fileName = fileName;
        var header = SafetensorsHeader.Read(source, fileName);
        Metadata = header.Metadata;
        Entries = [.. header.Tensors.Select(t => t.Entry)];
        tensors = header.Tensors.ToDictionary(t => t.Entry.Name, StringComparer.Ordinal);
    }

    /// <summary>All tensors, in the order of their data in the file.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>The header's <c>__metadata__</c>; empty when the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Maps a file and checks its header.</summary>
    /// <param name="path">Path of a safetensors file.</param>
    /// <exception cref="WeightsFormatException">The file is not a valid safetensors file; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafetensorsReader Open(string path)
    {
        var source = MappedBytes.Open(path);
        try
        {
            return new SafetensorsReader(source, Path.GetFileName(path));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="bytes">The whole file; must not change while the reader is in use.</param>
    /// <param name="fileName">What messages call it.</param>
    /// <exception cref="WeightsFormatException">The bytes are not a valid safetensors file; the message says why.</exception>
    public static SafetensorsReader Parse(ReadOnlyMemory<byte> bytes, string fileName = "safetensors") => new(new MemoryBytes(bytes), fileName);

    /// <summary>Looks a tensor up.</summary>
    /// <param name="name">Case-sensitive name.</param>
    /// <param name="entry">The tensor when the file has it.</param>
    public bool TryGetEntry(string name, [NotNullWhen(true)] out TensorEntry? entry)
    {
        entry = tensors.GetValueOrDefault(name)?.Entry;
        return entry is not null;
    }

    /// <summary>The tensor's bytes: contiguous, row-major, little-endian. The span must not be used after <see cref="Dispose"/>.</summary>
    /// <param name="name">Name of a tensor of at most 2 GiB.</param>
    /// <exception cref="WeightsFormatException">The file has no such tensor, or it is larger than a span can be.</exception>
    public ReadOnlySpan<byte> GetBytes(string name)
    {
        var tensor = Find(name);
        var length = tensor.End - tensor.Begin;
        if (length > int.MaxValue) throw SafetensorsHeader.Bad(fileName, $"tensor '{name}' has {length} bytes, too many for one span; use CopyTo");
        return source.Slice(tensor.Begin, (int)length);
    }

    /// <summary>Copies a part of a tensor's bytes.</summary>
    /// <param name="name">Name of a tensor.</param>
    /// <param name="target">Filled whole.</param>
    /// <param name="offset">First byte to copy, counted from the tensor's start.</param>
    /// <exception cref="WeightsFormatException">The file has no such tensor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    public void CopyTo(string name, Span<byte> target, long offset = 0)
    {
        var tensor = Find(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, tensor.End - tensor.Begin - target.Length);
        source.Slice(tensor.Begin + offset, target.Length).CopyTo(target);
    }

    /// <summary>The tensor's elements as single precision (see <see cref="TensorValues.ToSingle"/>).</summary>
    /// <param name="name">Name of a tensor.</param>
    /// <exception cref="WeightsFormatException">The file has no such tensor, or it is larger than an array can be.</exception>
    public float[] ToSingleArray(string name)
    {
        var bytes = GetBytes(name);
        var entry = Find(name).Entry;
        var values = new float[bytes.Length / entry.DType.Size()];
        TensorValues.ToSingle(entry.DType, bytes, values);
        return values;
    }

    /// <summary>Unmaps the file. Spans from <see cref="GetBytes"/> are invalid from then on.</summary>
    public void Dispose()
    {
        disposed = true;
        source.Dispose();
    }

    private SafetensorsTensor Find(string name)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return tensors.TryGetValue(name, out var tensor) ? tensor : throw SafetensorsHeader.Bad(fileName, $"no tensor '{name}'");
    }
}
