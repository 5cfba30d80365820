namespace Rvos.Results;

/// <summary>One object in one frame of the result.</summary>
/// <param name="ObjectId">The object's label.</param>
/// <param name="Area">Pixels it has in the mask, after overlaps are settled.</param>
/// <param name="Confidence">Mean probability of its pixels above one half, in [0,1]; 1 where its mask was given; 0 when it is lost.</param>
/// <param name="IsGiven">True in a frame for which its mask was given.</param>
public sealed record ObjectObservation(int ObjectId, int Area, double Confidence, bool IsGiven)
{
    /// <summary>True when no pixel is more likely this object than not.</summary>
    public bool IsLost => Confidence == 0;
}
