namespace Rvos.Model.Inference;

/// <summary>Runs what a network has learnt of matching masks (<see cref="Networks.MaskMatcher"/>). Not safe for two threads at once.</summary>
public interface IMaskFinder : IDisposable
{
    /// <summary>The masks that a frame's places find in another frame.</summary>
    /// <param name="now">Keys of the frame.</param>
    /// <param name="then">Keys of the other one, of the same size.</param>
    /// <param name="shares">Masks in the other frame, as shares of its places (h,w).</param>
    /// <param name="nearby">True to look only nearby.</param>
    /// <returns>A mask (h,w) for each one given.</returns>
    float[][] Find(FrameKeys now, FrameKeys then, IReadOnlyList<float[]> shares, bool nearby);
}
