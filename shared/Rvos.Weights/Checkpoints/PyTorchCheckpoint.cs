namespace Rvos.Weights;

/// <summary>
/// A file written by <c>torch.save</c>, zip or legacy, from any device. Its pickle is read as data (see
/// <see cref="PickleValue"/>): no code in it runs, unknown globals are refused by name, and memory stays in proportion to
/// the file.
/// </summary>
public sealed class PyTorchCheckpoint
{
    private PyTorchCheckpoint(CheckpointFormat format, PickleValue root)
    {
        Format = format;
        Root = root;
    }

    /// <summary>The layout of the file.</summary>
    public CheckpointFormat Format { get; }

    /// <summary>What was saved, often an ordered mapping of names to tensors.</summary>
    public PickleValue Root { get; }

    /// <summary>Reads a file whole; tensors keep their storages in memory.</summary>
    /// <param name="path">Path of a checkpoint.</param>
    /// <param name="limits">Bounds; defaults when null.</param>
    /// <exception cref="WeightsFormatException">Damaged, beyond the limits, or using something that is not read; the message says what.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static PyTorchCheckpoint Load(string path, PickleLimits? limits = null)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, Path.GetFileName(path), limits);
    }

    /// <summary>Reads a checkpoint from the start of a stream.</summary>
    /// <param name="stream">Seekable; left open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">Bounds; defaults when null.</param>
    /// <exception cref="WeightsFormatException">Damaged, beyond the limits, or using something that is not read; the message says what.</exception>
    public static PyTorchCheckpoint Load(Stream stream, string name, PickleLimits? limits = null)
    {
        stream.Position = 0;
        var budget = new PickleBudget((limits ?? PickleLimits.Default).ForFileOf(stream.Length));
        Span<byte> start = stackalloc byte[4];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (read < start.Length) throw new WeightsFormatException($"{name}: {read} bytes are too few for a checkpoint");
        return start.SequenceEqual("PK\u0003\u0004"u8)
            ? new PyTorchCheckpoint(CheckpointFormat.Zip, ZipCheckpoint.Load(stream, name, budget))
            : new PyTorchCheckpoint(CheckpointFormat.Legacy, LegacyCheckpoint.Load(stream, name, budget));
    }
}
