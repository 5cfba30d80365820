namespace Rvos.Weights;

/// <summary>
/// Imports checkpoints of the original RVOS (Ventura et al., CVPR 2019): state dicts <c>encoder.pt</c> and <c>decoder.pt</c>
/// beside <c>args.pkl</c>.
/// </summary>
public static class CheckpointImporter
{
    /// <summary>Imports a checkpoint folder. The optimiser files in it are not read; <c>args.pkl</c> may be missing.</summary>
    /// <param name="folder">Folder with <c>encoder.pt</c> and <c>decoder.pt</c>.</param>
    /// <param name="limits">Bounds for each file; defaults when null.</param>
    /// <exception cref="WeightsFormatException">A file is missing or not what it should be; the message says which and why.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static ImportedCheckpoint ImportFolder(string folder, PickleLimits? limits = null)
    {
        var encoder = Path.Combine(folder, "encoder.pt");
        var decoder = Path.Combine(folder, "decoder.pt");
        var args = Path.Combine(folder, "args.pkl");
        if (!File.Exists(encoder)) throw new WeightsFormatException($"{folder}: no encoder.pt in this folder");
        if (!File.Exists(decoder)) throw new WeightsFormatException($"{folder}: no decoder.pt in this folder");
        return ImportFiles(encoder, decoder, File.Exists(args) ? args : null, limits);
    }

    /// <summary>Imports single files. At least one of encoder and decoder is needed.</summary>
    /// <param name="encoderPath">State dict of the encoder, or null.</param>
    /// <param name="decoderPath">State dict of the decoder, or null.</param>
    /// <param name="argsPath">Pickled argparse.Namespace, or null: the architecture is then read off the shapes.</param>
    /// <param name="limits">Bounds for each file; defaults when null.</param>
    /// <exception cref="WeightsFormatException">A file is not what it should be; the message says which and why.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static ImportedCheckpoint ImportFiles(string? encoderPath, string? decoderPath, string? argsPath = null, PickleLimits? limits = null) => Import(
        encoderPath is null ? null : PyTorchCheckpoint.Load(encoderPath, limits).Root,
        decoderPath is null ? null : PyTorchCheckpoint.Load(decoderPath, limits).Root,
        argsPath is null ? null : PickleFile.Load(argsPath, limits));

    /// <summary>Imports what has been read already. At least one of encoder and decoder is needed.</summary>
    /// <param name="encoder">State dict of the encoder, or null.</param>
    /// <param name="decoder">State dict of the decoder, or null.</param>
    /// <param name="args">The training arguments (a Namespace or a dict), or null.</param>
    /// <exception cref="ArgumentException">Neither encoder nor decoder is given.</exception>
    /// <exception cref="WeightsFormatException">The content is not that of an RVOS checkpoint; the message says why.</exception>
    public static ImportedCheckpoint Import(PickleValue? encoder, PickleValue? decoder, PickleValue? args = null)
    {
        if (encoder is null && decoder is null) throw new ArgumentException("neither encoder nor decoder is given");
        var tensors = new StateDictTensors();
        // The original strips both dicts when the encoder's first key has the prefix; a decoder may also bring its own.
        var stripBoth = encoder is not null && StateDictTensors.HasModulePrefix(encoder, "encoder");
        if (encoder is not null) tensors.Add("encoder", encoder, stripBoth);
        if (decoder is not null) tensors.Add("decoder", decoder, stripBoth || StateDictTensors.HasModulePrefix(decoder, "decoder"));

        var metadata = ArgumentsMetadata.Read(args);
        NetworkShape.Of(tensors.Kept).Complete(metadata);
        metadata["format"] = "rvos";
        return new ImportedCheckpoint(tensors.Kept, metadata, tensors.Dropped);
    }
}
