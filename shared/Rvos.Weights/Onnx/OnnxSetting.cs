namespace Rvos.Weights;

/// <summary>An attribute of a node. Tensor and graph attributes are not kept.</summary>
/// <param name="Number">The value of a float attribute, else 0.</param>
/// <param name="Whole">The value of an integer attribute, else 0.</param>
/// <param name="Wholes">The elements of an integer list, else empty.</param>
/// <param name="Text">The value of a text attribute, else empty.</param>
public sealed record OnnxSetting(float Number, long Whole, IReadOnlyList<long> Wholes, string Text = "");
