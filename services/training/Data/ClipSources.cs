using Rvos.Training.Runs;

namespace Rvos.Training.Data;

/// <summary>Composes the clip source that a configuration asks for.</summary>
public static class ClipSources
{
    /// <summary>Loads all pictures and sequences.</summary>
    /// <param name="data">What to load.</param>
    /// <param name="baseFolder">Folder that relative paths start from.</param>
    /// <exception cref="InvalidDataException">A folder is missing or holds nothing usable; the message names it.</exception>
    public static IClipSource From(ClipData data, string baseFolder)
    {
        if (data.SequenceShare is < 0 or > 1) throw new InvalidDataException($"data: sequenceShare {data.SequenceShare} is outside 0..1");
        var synthetic = data.Stills.Count > 0 ? new SyntheticClipSource(StillLibraryLoader.Load(data, baseFolder)) : null;
        var real = data.Sequences.Count > 0 ? RealClipSource.Load(data.Sequences.Select(s => Path.Combine(baseFolder, s))) : null;
        return (synthetic, real) switch
        {
            (not null, not null) => new MixedClipSource(data.SequenceShare, real, synthetic),
            (not null, null) => synthetic,
            (null, not null) => real,
            _ => throw new InvalidDataException("data: name stills or sequences to make clips from"),
        };
    }
}
