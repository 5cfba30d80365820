namespace Rvos.Weights;

/// <summary>Bounds on what an ONNX file may cost. The defaults hold for every published ResNet with room to spare.</summary>
public sealed record OnnxLimits
{
    /// <summary>The defaults.</summary>
    public static OnnxLimits Default { get; } = new();

    /// <summary>Bytes of the file. Default 256 MiB.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Nodes of the graph. Default 10,000.</summary>
    public int MaxNodes { get; init; } = 10_000;

    /// <summary>Initialisers of the graph. Default 10,000.</summary>
    public int MaxTensors { get; init; } = 10_000;

    /// <summary>Inputs, outputs and attributes of one node, dimensions of one tensor, elements of one list attribute. Default 64.</summary>
    public int MaxItems { get; init; } = 64;

    /// <summary>Bytes of one name or text in UTF-8. Default 1,024.</summary>
    public int MaxNameLength { get; init; } = 1_024;
}
