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

    /// <summary>Where matching looks for the object; null before the first frame, and for networks that do not match.</summary>
    internal MaskReference? Reference { get; set; }

    /// <summary>State after the last frame; null before the first.</summary>
    internal IObjectState? State { get; set; }

    public void Dispose() => State?.Dispose();
}
