namespace Rvos.Decoder;

/// <summary>What became of a segment.</summary>
internal enum StepOutcome
{
    /// <summary>It is done; the next one may be there.</summary>
    Decoded,
    /// <summary>A new revision covers it since: it is to be decoded again.</summary>
    Revised,
    /// <summary>Its features or the state before it are not there yet.</summary>
    Waiting,
    /// <summary>The session is another process's.</summary>
    Elsewhere,
    /// <summary>The job has ended, or this was its last segment.</summary>
    Ended,
}
