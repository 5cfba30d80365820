namespace Rvos.Model.Inference;

/// <summary>Appearance keys of one frame, for networks that match masks (<see cref="Networks.MaskMatcher"/>). Immutable; several objects may hold the same.</summary>
/// <param name="Channels">Elements of a key c.</param>
/// <param name="Height">Rows of places h, at stride 8.</param>
/// <param name="Width">Columns of places w.</param>
/// <param name="Values">Keys of length one (h,w,c).</param>
public sealed record FrameKeys(int Channels, int Height, int Width, float[] Values)
{
    /// <summary>Places h·w.</summary>
    public int Places => Height * Width;
}
