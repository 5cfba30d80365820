namespace Rvos.Weights;

/// <summary>An operation of an ONNX graph.</summary>
/// <param name="Operator">Kind, such as <c>Conv</c>; one that the ONNX specification does not define has its domain before it, as in <c>com.example::Conv</c>.</param>
/// <param name="Inputs">Names of the values that it reads, in order; an empty name is an optional input left out.</param>
/// <param name="Outputs">Names of the values that it writes.</param>
/// <param name="Attributes">Attributes by name.</param>
public sealed record OnnxNode(string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, OnnxSetting> Attributes);
