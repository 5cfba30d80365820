using Rvos.Model;

namespace Rvos.Training.Steps;

/// <summary>How a pass over clips runs.</summary>
/// <param name="ReadsTruth">For each frame, whether its cells read the true mask of the frame before (frame 0 always its own) or the network's own soft mask, without gradient.</param>
/// <param name="Recurrence">Recurrences. Spatial passes no hidden state on in time (masks still are); Temporal passes none on between objects, except in frame 0,
/// as the original.</param>
/// <param name="LeastArea">Objects with fewer true pixels in a frame do not count in its loss.</param>
public sealed record PassPlan(IReadOnlyList<bool> ReadsTruth, Recurrence Recurrence = Recurrence.SpatioTemporal, double LeastArea = 0)
{
    /// <summary>The plan of a fixed mode.</summary>
    /// <exception cref="ArgumentException">The mode needs draws.</exception>
    public static PassPlan For(PreviousMask mode, int frames, Recurrence recurrence = Recurrence.SpatioTemporal) => new(Enumerable.Range(0, frames).Select(t => mode switch
    {
        _ when t == 0 => true,
        PreviousMask.GroundTruth => true,
        PreviousMask.Inferred => false,
        PreviousMask.AsServed => t == 1,
        _ => throw new ArgumentException($"{mode} needs draws of a curriculum"),
    }).ToArray(), recurrence);
}
