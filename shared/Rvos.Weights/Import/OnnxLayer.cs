namespace Rvos.Weights;

/// <summary>A convolution of an ONNX graph with the normalisation that follows it.</summary>
/// <param name="Weight">Weights (O,C,k,k).</param>
/// <param name="Stride">Step along both axes.</param>
/// <param name="Scale">Scale of the normalisation (O).</param>
/// <param name="Shift">Shift (O).</param>
/// <param name="Mean">Running mean (O).</param>
/// <param name="Variance">Running variance (O).</param>
/// <param name="Epsilon">What is added to the variance.</param>
internal sealed record OnnxLayer(OnnxTensor Weight, int Stride, float[] Scale, float[] Shift, float[] Mean, float[] Variance, float Epsilon);
