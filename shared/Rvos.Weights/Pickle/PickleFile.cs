namespace Rvos.Weights;

/// <summary>Reads plain pickles without tensors, such as the <c>args.pkl</c> beside a checkpoint. Executes nothing.</summary>
public static class PickleFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of a pickle of protocol 2 to 4.</param>
    /// <param name="limits">Bounds; defaults when null.</param>
    /// <exception cref="WeightsFormatException">Damaged, beyond the limits, or using a global that is not allowed (named in the message).</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static PickleValue Load(string path, PickleLimits? limits = null)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, Path.GetFileName(path), limits);
    }

    /// <summary>Reads one pickle from a stream's current position.</summary>
    /// <param name="stream">Seekable; left open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">Bounds; defaults when null.</param>
    /// <exception cref="WeightsFormatException">Damaged, beyond the limits, or using a global that is not allowed (named in the message).</exception>
    public static PickleValue Load(Stream stream, string name, PickleLimits? limits = null) =>
        Unpickler.Load(new PickleInput(stream, name), new PickleBudget(limits ?? PickleLimits.Default));
}
