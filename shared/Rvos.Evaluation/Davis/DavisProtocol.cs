namespace Rvos.Evaluation.Davis;

/// <summary>How DAVIS results are evaluated. In both, the first and the last annotated frame do not count.</summary>
public enum DavisProtocol
{
    /// <summary>DAVIS-2016: one object; every value above 0 is it, in truth and in results.</summary>
    Davis2016,
    /// <summary>DAVIS-2017, semi-supervised: objects are the labels up to the highest of the first true mask; 255 in the truth is background.</summary>
    Davis2017SemiSupervised,
}
