using Rvos.Training.Data.Sequences;
using Rvos.Training.Runs;

namespace Rvos.Training.Data;

/// <summary>Composes the clip sources that a configuration asks for.</summary>
public static class ClipSources
{
    /// <summary>Loads all pictures and lists all sequences.</summary>
    /// <param name="data">What to load.</param>
    /// <param name="baseFolder">Folder that relative paths start from.</param>
    /// <exception cref="InvalidDataException">A folder is missing or holds nothing usable; the message names it.</exception>
    public static ClipSplit From(ClipData data, string baseFolder)
    {
        data.Check();
        var (synthetic, keptSynthetic) = Synthetic(data, baseFolder);
        var (real, keptReal) = Real(data, baseFolder);
        var training = Mix(data.SequenceShare, real, synthetic) ?? throw new InvalidDataException("data: name stills, sequences or dataSets to make clips from");
        if (data.PromptShare > 0) training = new PromptedClipSource(training, data.PromptShare);
        return new ClipSplit(training, Mix(data.HeldOutSequenceShare ?? data.SequenceShare, keptReal, keptSynthetic));
    }

    private static (IClipSource? Training, IClipSource? HeldOut) Synthetic(ClipData data, string baseFolder)
    {
        if (data.Stills.Count == 0) return (null, null);
        var (training, heldOut) = StillLibraryLoader.Load(data, baseFolder);
        return (new SyntheticClipSource(training, data.ShapeShare, data.LabelsAll, data.LookAlikeShare),
            heldOut.Stills.Count > 0 ? new SyntheticClipSource(heldOut, labelsAll: data.LabelsAll, lookAlikeShare: data.HeldOutLookAlikeShare ?? data.LookAlikeShare) : null);
    }

    private static (IClipSource? Training, IClipSource? HeldOut) Real(ClipData data, string baseFolder)
    {
        var sets = data.Sequences.Select(f => new DataSet { Folder = f, Layout = DataSetLayout.Davis }).Concat(data.DataSets);
        var sequences = sets.SelectMany(s => s.Read(baseFolder)).ToArray();
        if (sequences.Length == 0) return (null, null);
        var (own, kept) = Divide(sequences, data);
        var limit = (long)data.CacheMegabytes << 20;
        return (new RealClipSource(new SequenceStore(own, limit), data.Augmentation, data.PasteShare),
            kept.Any(s => s.Frames.Count > 1) ? new RealClipSource(new SequenceStore(kept, limit / 4), Augmentation.None) : null);
    }

    private static (IReadOnlyList<AnnotatedSequence> Own, IReadOnlyList<AnnotatedSequence> Kept) Divide(AnnotatedSequence[] sequences, ClipData data)
    {
        if (data.HeldOutSequences.Count == 0) return HeldOut.Split(sequences, s => s.Name, data.HeldOut);
        var missing = data.HeldOutSequences.Except(sequences.Select(s => s.Name)).FirstOrDefault();
        if (missing is not null) throw new InvalidDataException($"data: heldOutSequences names '{missing}', and there is no such sequence");
        return (sequences.Where(s => !data.HeldOutSequences.Contains(s.Name)).ToArray(), sequences.Where(s => data.HeldOutSequences.Contains(s.Name)).ToArray());
    }

    private static IClipSource? Mix(double share, IClipSource? real, IClipSource? synthetic) =>
        real is not null && synthetic is not null ? share switch { 0 => synthetic, 1 => real, _ => new MixedClipSource(share, real, synthetic) } : real ?? synthetic;
}
