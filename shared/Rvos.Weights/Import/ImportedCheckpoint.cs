namespace Rvos.Weights;

/// <summary>An RVOS checkpoint as one flat set of tensors, ready to be written as safetensors.</summary>
/// <param name="Tensors">Named <c>encoder.KEY</c> then <c>decoder.KEY</c>, each in the order of its file; names are distinct.</param>
/// <param name="Metadata">
/// Architecture and protocol as text: <c>format</c>=rvos, <c>base_model</c>, <c>hidden_size</c>, <c>kernel_size</c>,
/// <c>skip_mode</c>, <c>width</c> (channels after the stem), <c>previous_mask</c> (true: one-shot, false: zero-shot), and what
/// else <c>args.pkl</c> says (<c>maxseqlen</c>, <c>length_clip</c>, <c>dropout</c>, <c>only_temporal</c>, <c>only_spatial</c>, ...).
/// Booleans are true/false, numbers invariant.
/// </param>
/// <param name="DroppedKeys">Keys that the network never uses and that were left out, under their new names.</param>
public sealed record ImportedCheckpoint(
    IReadOnlyList<TensorData> Tensors,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<string> DroppedKeys)
{
    /// <summary>Writes tensors and metadata as safetensors, atomically (see <see cref="SafetensorsWriter"/>).</summary>
    /// <param name="path">Target; replaced when it exists.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => SafetensorsWriter.Write(path, Tensors, Metadata);
}
