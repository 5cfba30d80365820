namespace Rvos.Decoder;

/// <summary>What became of a segment.</summary>
internal enum StepOutcome
{
    /// <summary>It is done; the next one may be there.</summary>
    Decoded,
    /// <summary>Its features or the state before it are not there yet.</summary>
    Waiting,
    /// <summary>The job has ended, or the session is another process's.</summary>
    Ended,
}
