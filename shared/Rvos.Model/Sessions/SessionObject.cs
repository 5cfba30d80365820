using Rvos.Model.Inference;

namespace Rvos.Model.Sessions;

/// <summary>One object of a session between two frames.</summary>
internal sealed class SessionObject(int id) : IDisposable
{
    internal int Id { get; } = id;

    /// <summary>The mask the next step reads, (H,W) in [0,1]; null for networks without a mask channel.</summary>
    internal float[]? PreviousMask { get; set; }

    /// <summary>True when <see cref="PreviousMask"/> was given for the frame to come.</summary>
    internal bool IsGiven { get; set; }

    /// <summary>True when what was given is coarse: what the network finds in that frame takes its place.</summary>
    internal bool IsCoarse { get; set; }

    /// <summary>Where matching looks for the object; null before the first frame, and for networks that do not match.</summary>
    internal MaskReference? Reference { get; set; }

    /// <summary>Frames decoded since the reference's own, which is age 0; -1 until that one is decoded.</summary>
    internal long Age { get; set; } = -1;

    /// <summary>Masks of later frames that matching remembers, by their ages, ascending; their keys are shared with the objects that were given in the same frame.</summary>
    internal List<(long Age, MaskReference Mask)> Memory { get; } = [];

    /// <summary>State after the last frame; null before the first.</summary>
    internal IObjectState? State { get; set; }

    public void Dispose() => State?.Dispose();
}
