using Rvos.Contracts.Events;

namespace Rvos.Hosting.Jobs;

/// <summary>Makes jobs of videos that events name. Whoever brings events (a bus of the operator's) asks for it; the service that owns videos and jobs has it.</summary>
public interface IVideoJobs
{
    /// <summary>Fetches the video and makes the job. The same event makes one video and one job, however often and from wherever it is brought.</summary>
    /// <param name="tenant">Whose they become.</param>
    /// <param name="eventName">What names the event among all others, of any length.</param>
    /// <param name="wanted">The event's data.</param>
    /// <param name="cancellation">Stops before the job is reserved.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    Task<VideoJobOutcome> TakeAsync(string tenant, string eventName, VideoSubmitted wanted, CancellationToken cancellation);
}
