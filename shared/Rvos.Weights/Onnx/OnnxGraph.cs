namespace Rvos.Weights;

/// <summary>The graph of an ONNX file, read as data: nothing in it is run. Initialisers of other types than single precision are left out.</summary>
public sealed class OnnxGraph
{
    internal OnnxGraph(string name, IReadOnlyList<OnnxNode> nodes, IReadOnlyDictionary<string, OnnxTensor> tensors, IReadOnlyList<string> inputs) =>
        (Name, Nodes, Tensors, Inputs) = (name, nodes, tensors, inputs);

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    /// <summary>Operations in the order of the file.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>Initialisers by name.</summary>
    public IReadOnlyDictionary<string, OnnxTensor> Tensors { get; }

    /// <summary>Names of the inputs that no initialiser fills.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of an .onnx file.</param>
    /// <param name="limits">Bounds; defaults when null.</param>
    /// <exception cref="WeightsFormatException">Damaged, beyond the limits, or no ONNX model; the message says what.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static OnnxGraph Load(string path, OnnxLimits? limits = null)
    {
        var (name, bounds) = (Path.GetFileName(path), limits ?? OnnxLimits.Default);
        var length = new FileInfo(path).Length;
        if (length > bounds.MaxFileBytes) throw new WeightsFormatException($"{name}: {length} bytes, at most {bounds.MaxFileBytes} are read");
        return Parse(File.ReadAllBytes(path), name, bounds);
    }

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">Bounds; defaults when null.</param>
    /// <exception cref="WeightsFormatException">Damaged, beyond the limits, or no ONNX model; the message says what.</exception>
    public static OnnxGraph Parse(byte[] bytes, string name, OnnxLimits? limits = null)
    {
        using var reader = new OnnxReader(bytes, name, limits ?? OnnxLimits.Default);
        return reader.Read();
    }
}
