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

    /// <summary>Mask channels of <see cref="Recall"/>: 0 when the network recalls nothing.</summary>
    int RecalledChannels { get; }

    /// <summary>What a frame's places recall of objects from several frames at once.</summary>
    /// <param name="now">Keys of the frame.</param>
    /// <param name="bank">Keys of the remembered frames, of the same size.</param>
    /// <param name="shares">For each object its mask in each of those frames, as shares of places (h,w).</param>
    /// <param name="features">For each object its features in each of those frames, (f,h,w); null for networks that recall none.</param>
    /// <returns>For each object <see cref="RecalledChannels"/> masks (h,w) and f features (h,w).</returns>
    (float[][] Masks, float[][] Features)[] Recall(FrameKeys now, IReadOnlyList<FrameKeys> bank, IReadOnlyList<IReadOnlyList<float[]>> shares, IReadOnlyList<IReadOnlyList<float[]>>? features);
}
