namespace Rvos.Hosting.Jobs;

/// <summary>What became of an event that names a video.</summary>
/// <param name="JobId">The job, made now or by an earlier delivery; null where there is none.</param>
/// <param name="Reason">Why there is no job, as a sentence for people; null where there is one.</param>
/// <param name="MayHelpLater">True when the same event may make a job at another time: it is to be brought again.</param>
public sealed record VideoJobOutcome(string? JobId, string? Reason, bool MayHelpLater)
{
    /// <summary>There is a job.</summary>
    /// <param name="jobId">Its id.</param>
    public static VideoJobOutcome Made(string jobId) => new(jobId, null, false);

    /// <summary>The event will never make a job.</summary>
    /// <param name="reason">Why.</param>
    public static VideoJobOutcome Refused(string reason) => new(null, reason, false);

    /// <summary>Something was away or busy.</summary>
    /// <param name="reason">What.</param>
    public static VideoJobOutcome Later(string reason) => new(null, reason, true);
}
