namespace Rvos.Weights.Tests;

/// <summary>A convolution of a written network with its normalisation, or its pooling.</summary>
internal sealed record LayerSample(int From, int To, int Kernel, int Stride)
{
    public int[] Strides { get; init; } = [Stride, Stride];

    public int[] Pads { get; init; } = [Kernel / 2, Kernel / 2, Kernel / 2, Kernel / 2];

    public int[] Dilations { get; init; } = [1, 1];

    public int Group { get; init; } = 1;

    public int CeilMode { get; init; }

    public string AutoPad { get; init; } = "NOTSET";

    public string Domain { get; init; } = "";

    public float Epsilon { get; init; } = 1e-5f;

    public int IsTraining { get; init; }

    /// <summary>Factor of all weights.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Factor of the variances.</summary>
    public float VarianceScale { get; init; } = 1;

    /// <summary>True leaves the shortcut out, or puts one where none is wanted.</summary>
    public bool TurnsShortcut { get; init; }

    /// <summary>Attributes of the convolution or the pooling.</summary>
    public byte[][] Window =>
    [
        OnnxSamples.List("kernel_shape", Kernel, Kernel), OnnxSamples.List("strides", Strides), OnnxSamples.List("pads", Pads), OnnxSamples.List("dilations", Dilations), OnnxSamples.Text("auto_pad", AutoPad),
    ];
}
