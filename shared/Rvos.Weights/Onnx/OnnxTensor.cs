namespace Rvos.Weights;

/// <summary>An initialiser of an ONNX graph in single precision.</summary>
/// <param name="Name">Its name among the graph's values.</param>
/// <param name="Shape">Sizes, outermost first; none is negative.</param>
/// <param name="Values">Elements in row-major order, as many as the shape says.</param>
public sealed record OnnxTensor(string Name, IReadOnlyList<long> Shape, float[] Values);
