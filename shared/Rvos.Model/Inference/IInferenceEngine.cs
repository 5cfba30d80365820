namespace Rvos.Model.Inference;

/// <summary>A network's weights, ready to run on one device in one precision. Not safe for two threads at once.</summary>
public interface IInferenceEngine : IDisposable
{
    /// <summary>What runs where, for people: "oneDNN bf16 fused on the CPU", "libtorch fp32 on cuda:0".</summary>
    string Description { get; }

    /// <summary>What decides how results are rounded, the same on every machine that computes alike: element type, fused kernels or plain operators, kind of device.</summary>
    string Arithmetic { get; }

    /// <summary>Encodes frames, once for all objects.</summary>
    /// <param name="rgb">RGB bytes (N,H,W,3).</param>
    /// <param name="frames">N.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    IFrameFeatures Encode(ReadOnlySpan<byte> rgb, int frames, int height, int width)
    {
        using var pyramid = EncodePyramid(rgb, frames, height, width);
        return Share(pyramid);
    }

    /// <summary>The encoder's half of <see cref="Encode"/>; the caller disposes the result.</summary>
    /// <param name="rgb">RGB bytes (N,H,W,3).</param>
    /// <param name="frames">N.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    IFramePyramid EncodePyramid(ReadOnlySpan<byte> rgb, int frames, int height, int width);

    /// <summary>The decoder's half of <see cref="Encode"/>: what the frames contribute to the cells of all objects. The pyramid stays the caller's.</summary>
    IFrameFeatures Share(IFramePyramid pyramid);

    /// <summary>Reads a pyramid that <see cref="IFramePyramid.Save"/> wrote with the same weights and precision.</summary>
    /// <exception cref="InvalidDataException">It is not such a pyramid.</exception>
    /// <exception cref="EndOfStreamException">It ends early.</exception>
    IFramePyramid LoadPyramid(BinaryReader reader);

    /// <summary>Matches masks by appearance; null for networks that do not.</summary>
    IMaskFinder? Finder => null;

    /// <summary>Appearance keys of a frame, of networks that match masks.</summary>
    /// <param name="features">Encoded frames.</param>
    /// <param name="frame">Index of the frame among them.</param>
    FrameKeys Keys(IFrameFeatures features, int frame) => throw new NotSupportedException("this network does not match masks");

    /// <summary>Decodes one object in one frame.</summary>
    /// <param name="features">Encoded frames.</param>
    /// <param name="frame">Index of the frame among them.</param>
    /// <param name="previousMask">The object's previous mask (H,W) in [0,1], the given one in its first frame; empty exactly for networks that take no masks.</param>
    /// <param name="matched">Matched masks, exactly for networks that match masks.</param>
    /// <param name="spatial">State of the previous object in this frame, or null.</param>
    /// <param name="temporal">State of this object in the previous frame, or null.</param>
    /// <param name="probabilities">Receives the mask probabilities (H,W).</param>
    /// <returns>The object's new state; the caller disposes it.</returns>
    IObjectState Step(IFrameFeatures features, int frame, ReadOnlySpan<float> previousMask, MatchedMasks? matched, IObjectState? spatial, IObjectState? temporal, Span<float> probabilities);

    /// <summary>Reads a state that <see cref="IObjectState.Save"/> wrote for frames of a size.</summary>
    /// <exception cref="InvalidDataException">It is not such a state.</exception>
    IObjectState Load(BinaryReader reader, int height, int width);
}
