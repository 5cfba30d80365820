namespace Rvos.Training.Steps;

/// <summary>How a clip's loss is made up.</summary>
/// <param name="CrossEntropyWeight">Weight of the pixels' mean binary cross-entropy beside the soft IoU; 0 is the paper's loss. It also
/// penalises masks of absent objects, which the soft IoU does not.</param>
/// <param name="BatchFrames">True: the encoder sees all frames of a clip in one batch, with joint batch statistics. False: frame by frame, as the original does.</param>
/// <param name="AreaWeight">p: a row counts (area / mean area)^p; 0 weighs all rows alike.</param>
/// <param name="MatchingWeight">Weight of the cross-entropy of matched masks, in networks that have them.</param>
/// <param name="BoundaryWeight">b: in the cross-entropy pixels within two of an object's boundary count 1 + b times; 0 weighs all alike.</param>
public sealed record LossOptions(double CrossEntropyWeight = 0, bool BatchFrames = false, double AreaWeight = 0, double MatchingWeight = 0, double BoundaryWeight = 0);
