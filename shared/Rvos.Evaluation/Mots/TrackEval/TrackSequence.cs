namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>A sequence without its pixels: HOTA and identity need all of it before they can match a frame.</summary>
/// <param name="Frames">The frames that have objects.</param>
/// <param name="Counts">How much there is, frames without objects included.</param>
internal sealed record TrackSequence(IReadOnlyList<TrackFrame> Frames, TrackCounts Counts);
