using Rvos.Training.Data.Sequences;

namespace Rvos.Training.Runs;

/// <summary>Folders that clips are made from, relative to the configuration file or absolute.</summary>
public sealed record ClipData
{
    /// <summary>Folders of photographs (images/*.jpg|png) with label masks (masks/*.png) of the same names.</summary>
    public IReadOnlyList<string> Stills { get; init; } = [];

    /// <summary>Licences, as the photographs' <c>index.json</c> names them in <c>license</c>, whose photographs are left out of <see cref="Stills"/> and of <see cref="Backgrounds"/>; a folder without that file is an error then, and videos stay.
    /// Default none.</summary>
    public IReadOnlyList<string> WithoutLicences { get; init; } = [];

    /// <summary>Folders of RGBA cut-outs (*.png).</summary>
    public IReadOnlyList<string> CutOuts { get; init; } = [];

    /// <summary>What serves as background: videos, of which frames are taken, and folders of photographs (*.jpg|png, or images/ with them) whose objects nobody masked.</summary>
    public IReadOnlyList<string> Backgrounds { get; init; } = [];

    /// <summary>Share of pasted objects that are random shapes filled with pieces of the photographs. Default 0.</summary>
    public double ShapeShare { get; init; }

    /// <summary>Share of pasted objects beside which a look-alike moves that is not followed: the same cut-out again, or another of its category; its size, near it, half of them on its way. Not with
    /// <see cref="LabelsAll"/>. Default 0.</summary>
    public double LookAlikeShare { get; init; }

    /// <summary>True labels all objects of synthetic clips, as networks need it that find objects by themselves. Default false: some are distractors.</summary>
    public bool LabelsAll { get; init; }

    /// <summary>Annotated sequences in DAVIS layout: JPEGImages/[480p/]SEQUENCE/*.jpg and Annotations/[480p/]SEQUENCE/*.png.</summary>
    public IReadOnlyList<string> Sequences { get; init; } = [];

    /// <summary>Annotated sequences of other layouts.</summary>
    public IReadOnlyList<DataSet> DataSets { get; init; } = [];

    /// <summary>Share of clips taken from the sequences when there are stills too; the others are synthetic. Default 0.5.</summary>
    public double SequenceShare { get; init; } = 0.5;

    /// <summary>What happens to clips of sequences. Default <see cref="Augmentation.Crop"/>.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.Crop;

    /// <summary>Share of the sequences' clips into which a tracked object of another sequence is pasted. Default 0.</summary>
    public double PasteShare { get; init; }

    /// <summary>Share of clips whose first masks are given coarsely, as boxes, rough outlines or points (<see cref="Rvos.Training.Data.CoarsePrompts"/>), while the true ones are to be found.
    /// One-shot only. Default 0.</summary>
    public double PromptShare { get; init; }

    /// <summary>Share of stills, of cut-outs and of sequences that are kept for validations. Default 0.1.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Names of the sequences that are kept for validations, instead of a share of them.</summary>
    public IReadOnlyList<string> HeldOutSequences { get; init; } = [];

    /// <summary>The look-alike share of validation clips; null for that of training.</summary>
    public double? HeldOutLookAlikeShare { get; init; }

    /// <summary>Share of validation clips taken from sequences; null for that of training.</summary>
    public double? HeldOutSequenceShare { get; init; }

    /// <summary>Memory for decoded frames of sequences. Default 2048.</summary>
    public int CacheMegabytes { get; init; } = 2048;

    /// <summary>Threads that make clips. Their number changes no clip. Default 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Checks all values.</summary>
    /// <exception cref="InvalidDataException">A value is out of range; the message names it.</exception>
    public void Check()
    {
        if (SequenceShare is < 0 or > 1 || HeldOutSequenceShare is < 0 or > 1) throw new InvalidDataException($"data: sequenceShare {HeldOutSequenceShare ?? SequenceShare} is outside 0..1");
        if (PasteShare is < 0 or > 1) throw new InvalidDataException($"data: pasteShare {PasteShare} is outside 0..1");
        if (ShapeShare is < 0 or > 1) throw new InvalidDataException($"data: shapeShare {ShapeShare} is outside 0..1");
        if (LookAlikeShare is < 0 or > 1 || HeldOutLookAlikeShare is < 0 or > 1) throw new InvalidDataException($"data: lookAlikeShare {HeldOutLookAlikeShare ?? LookAlikeShare} is outside 0..1");
        if (LabelsAll && (LookAlikeShare > 0 || HeldOutLookAlikeShare > 0)) throw new InvalidDataException("data: lookAlikeShare is not for labelsAll, which labels all objects: a look-alike would be one more of them");
        if (PromptShare is < 0 or > 1) throw new InvalidDataException($"data: promptShare {PromptShare} is outside 0..1");
        if (HeldOut is < 0 or > 0.9) throw new InvalidDataException($"data: heldOut {HeldOut} is outside 0..0.9");
        if (Workers is < 1 or > 64 || CacheMegabytes is < 1 or > 1 << 20) throw new InvalidDataException("data: workers must be within 1..64, cacheMegabytes within 1..1048576");
    }
}
