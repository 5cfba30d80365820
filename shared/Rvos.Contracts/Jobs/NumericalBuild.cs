namespace Rvos.Contracts.Jobs;

/// <summary>What decides the last bits of a job's masks. Features and states of one build are not gone on with by another: masks would depend on which process had which segment.</summary>
/// <param name="Weights">SHA-256 of the weights file, in lower-case hexadecimal.</param>
/// <param name="Arithmetic">Element type and kind of device and kernels, such as "bf16 fused cpu".</param>
/// <param name="Libtorch">Version of libtorch.</param>
public sealed record NumericalBuild(string Weights, string Arithmetic, string Libtorch);
