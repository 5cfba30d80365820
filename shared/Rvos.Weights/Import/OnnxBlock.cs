namespace Rvos.Weights;

/// <summary>A basic residual block of an ONNX graph.</summary>
/// <param name="Layers">Its two layers in order.</param>
/// <param name="Shortcut">The projection beside them, or null.</param>
internal sealed record OnnxBlock(IReadOnlyList<OnnxLayer> Layers, OnnxLayer? Shortcut);
