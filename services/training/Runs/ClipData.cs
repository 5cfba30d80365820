namespace Rvos.Training.Runs;

/// <summary>Folders that clips are made from, relative to the configuration file or absolute.</summary>
public sealed record ClipData
{
    /// <summary>Folders of photographs (images/*.jpg|png) with label masks (masks/*.png) of the same names.</summary>
    public IReadOnlyList<string> Stills { get; init; } = [];

    /// <summary>Folders of RGBA cut-outs (*.png).</summary>
    public IReadOnlyList<string> CutOuts { get; init; } = [];

    /// <summary>Videos whose frames serve as backgrounds.</summary>
    public IReadOnlyList<string> Backgrounds { get; init; } = [];

    /// <summary>Annotated sequences in DAVIS layout: JPEGImages/[480p/]SEQUENCE/*.jpg and Annotations/[480p/]SEQUENCE/*.png.</summary>
    public IReadOnlyList<string> Sequences { get; init; } = [];

    /// <summary>Share of clips taken from the sequences when there are any; the others are synthetic. Default 0.5.</summary>
    public double SequenceShare { get; init; } = 0.5;
}
