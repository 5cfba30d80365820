namespace Rvos.Video.Layouts.Mots;

/// <summary>A sequence of KITTI-MOTS on disk. Frames are read when asked for; at no time is more than one of them in memory. Not for several threads at once.</summary>
/// <remarks>The two published evaluators differ in what they refuse; what one of them refuses is refused here: masks that overlap in a frame (ignored regions
/// too), an id twice in a frame, a class other than 1, 2 and 10 (TrackEval leaves such objects out), frames beyond the end (mots_tools never reads them), masks of
/// another size (mots_tools lets them match nothing). Both take ids that do not agree with their classes, and so do the readers.</remarks>
public interface IMotsReader : IDisposable
{
    /// <summary>Name of the sequence.</summary>
    string Name { get; }

    /// <summary>Number of frames; the last one has this number less one.</summary>
    int FrameCount { get; }

    /// <summary>Reads one frame; without objects when the file lists none for it.</summary>
    /// <exception cref="LayoutException">The frame is damaged or against the rules; the message names file, sequence, frame and id.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    MotsFrame Read(int frame);
}
