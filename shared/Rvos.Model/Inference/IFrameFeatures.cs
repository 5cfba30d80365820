namespace Rvos.Model.Inference;

/// <summary>Encoded frames.</summary>
public interface IFrameFeatures : IDisposable
{
    /// <summary>Number of frames N.</summary>
    int Frames { get; }

    /// <summary>Rows of the frames H.</summary>
    int Height { get; }

    /// <summary>Columns of the frames W.</summary>
    int Width { get; }
}
