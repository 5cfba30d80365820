namespace Rvos.Pipeline.Running;

/// <summary>Stages of segmentation whose time is reported.</summary>
public enum Stage
{
    /// <summary>Waiting for decoded frames.</summary>
    Read,
    /// <summary>Resizing frames to the model's input.</summary>
    Resize,
    /// <summary>Frames to features.</summary>
    Encode,
    /// <summary>Features to masks.</summary>
    Decode,
    /// <summary>Masks to the video's own size, overlaps settled.</summary>
    Merge,
    /// <summary>Writing results.</summary>
    Write,
}
