namespace Rvos.Evaluation.Davis;

/// <summary>How DAVIS results are evaluated.</summary>
public enum DavisProtocol
{
    /// <summary>DAVIS-2016: one object; every value above 0 is it, in truth and in results. The first and the last annotated frame do not count.</summary>
    Davis2016,
    /// <summary>DAVIS-2017, semi-supervised: objects are the labels up to the highest of the first true mask; 255 in the truth is background. The first and the last
    /// annotated frame do not count.</summary>
    Davis2017SemiSupervised,
    /// <summary>DAVIS-2017, unsupervised: up to 20 proposals, matched with the objects over the whole sequence; 255 in the truth is void and does not count; all frames do.</summary>
    Davis2017Unsupervised,
    /// <summary>RVOS's way to score zero-shot results (Ventura et al., CVPR 2019, 4.3): the true masks of the first frame choose which predicted instances are scored, by
    /// the assignment with the greatest total J; those are then evaluated as in <see cref="Davis2017SemiSupervised"/>, and all other instances are left out. Truth of DAVIS-2016 has one object, 255.</summary>
    RvosZeroShot,
}
