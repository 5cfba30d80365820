using TorchSharp.Modules;

namespace Rvos.Training.Optimisation;

/// <summary>Parameters that are updated with the same settings.</summary>
/// <param name="Parameters">Parameters with their names. One that is listed n times is updated n times a step, as the original's
/// optimiser does with backbone parameters.</param>
/// <param name="LearningRate">Step size.</param>
/// <param name="WeightDecay">Added to the gradient as this times the weight.</param>
public sealed record ParameterGroup(IReadOnlyList<(string Name, Parameter Parameter)> Parameters, double LearningRate, double WeightDecay);
