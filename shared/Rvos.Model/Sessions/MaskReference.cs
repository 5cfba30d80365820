using Rvos.Model.Inference;

namespace Rvos.Model.Sessions;

/// <summary>A frame in which an object's mask was given, or is remembered.</summary>
/// <param name="Keys">Its keys; objects given in the same frame share them.</param>
/// <param name="Shares">The mask as shares of places (h,w).</param>
/// <param name="Features">The object's hidden map (f,h,w) in that frame, zeros until it is decoded; empty for networks that recall none.</param>
internal sealed record MaskReference(FrameKeys Keys, float[] Shares, float[] Features);
