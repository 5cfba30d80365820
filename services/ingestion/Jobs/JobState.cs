namespace Rvos.Ingestion.Jobs;

/// <summary>States of a job, as the API and the database spell them.</summary>
internal static class JobState
{
    /// <summary>Its masks are on their way into the blob store; nobody sees it yet.</summary>
    internal const string Storing = "storing";

    /// <summary>Waits for its turn.</summary>
    internal const string Queued = "queued";

    /// <summary>Segments are in work.</summary>
    internal const string Running = "running";

    /// <summary>All masks are there; what is wanted beside them is made.</summary>
    internal const string Finishing = "finishing";

    /// <summary>All is there.</summary>
    internal const string Completed = "completed";

    /// <summary>It cannot be done; the error says why.</summary>
    internal const string Failed = "failed";

    /// <summary>Its owner did not want it any more.</summary>
    internal const string Cancelled = "cancelled";

    /// <summary>Its owner, or its age, had it removed; nobody sees it any more. The row stays until its blobs were looked for a second time.</summary>
    internal const string Removing = "removing";

    /// <summary>What a list may be filtered by.</summary>
    internal static readonly IReadOnlyList<string> Shown = [Queued, Running, Finishing, Completed, Failed, Cancelled];

    /// <summary>Whether a job of this state waits for its turn or is in work.</summary>
    internal static bool IsLive(string state) => state is Queued or Running or Finishing;

    /// <summary>Whether a job of this state has come to its end.</summary>
    internal static bool HasEnded(string state) => state is Completed or Failed or Cancelled;
}
