namespace Rvos.Model;

/// <summary>Where and how a model runs.</summary>
/// <param name="Device">"cpu", "cuda" or "cuda:N".</param>
/// <param name="Precision">Precision; <see cref="Precision.Auto"/> by default.</param>
/// <param name="Fused">False runs plain libtorch operators on the CPU too, as a reference; a GPU always does.</param>
public sealed record InferenceOptions(string Device = "cpu", Precision Precision = Precision.Auto, bool Fused = true);
