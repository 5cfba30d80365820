namespace Rvos.Hosting.Jobs;

/// <summary>An object in a frame.</summary>
/// <param name="Id">Its label.</param>
/// <param name="Area">Pixels it has.</param>
/// <param name="Confidence">In [0,1]; 0 when it is lost.</param>
/// <param name="IsGiven">True where its mask was given.</param>
public sealed record MaskObject(int Id, int Area, double Confidence, bool IsGiven);
