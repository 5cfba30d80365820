namespace Rvos.Fused.Kernels;

/// <summary>Where an output row or column lies in the source of a bilinear resizing with aligned corners: between two, the second with a weight.</summary>
/// <param name="Low">The first.</param>
/// <param name="High">The second; the first again at the end.</param>
/// <param name="Weight">Weight of the second, in [0,1).</param>
internal readonly record struct Tap(int Low, int High, float Weight)
{
    /// <summary>Of one output position.</summary>
    internal static Tap At(int position, int source, int target)
    {
        // libtorch computes the ratio and the place in single precision.
        var ratio = target > 1 ? (float)(source - 1) / (target - 1) : 0f;
        var place = ratio * position;
        var low = Math.Min((int)place, source - 1);
        return new Tap(low, low + (low < source - 1 ? 1 : 0), place - low);
    }

    /// <summary>Of all output positions.</summary>
    internal static Tap[] All(int source, int target)
    {
        var taps = new Tap[target];
        for (var i = 0; i < target; i++) taps[i] = At(i, source, target);
        return taps;
    }
}
