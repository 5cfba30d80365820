namespace Rvos.Video.Layouts;

/// <summary>Writes the results of one video in the layout of a dataset. Frames come in order; memory does not grow with their pixels.</summary>
public interface IResultWriter : IDisposable
{
    /// <summary>Writes one frame.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Write(ResultFrame frame);

    /// <summary>Called once after the last frame: what was written so far becomes a whole result.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Complete();
}
