namespace Rvos.Video.Masks;

/// <summary>How the values of a mask image are meant.</summary>
public enum MaskValues
{
    /// <summary>An image whose only values are 0 and 255 is <see cref="Binary"/>, every other one <see cref="Labels"/>.</summary>
    Auto,
    /// <summary>Values are labels; 255 is "void" (DAVIS-2017) and becomes background.</summary>
    Labels,
    /// <summary>Every value above 0 is the one object, label 1 (DAVIS-2016).</summary>
    Binary,
    /// <summary>Values are labels, 255 too.</summary>
    Raw,
}
