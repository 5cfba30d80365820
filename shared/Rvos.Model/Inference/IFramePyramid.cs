namespace Rvos.Model.Inference;

/// <summary>What the encoder makes of frames: skip maps at strides 32, 16, 8 and 4, before they are shared out to the decoder's cells. It can be written down and
/// read by another process of the same model and element type.</summary>
public interface IFramePyramid : IDisposable
{
    /// <summary>Number of frames N.</summary>
    int Frames { get; }

    /// <summary>Writes all maps; the same pyramid always gives the same bytes.</summary>
    void Save(BinaryWriter writer);
}
