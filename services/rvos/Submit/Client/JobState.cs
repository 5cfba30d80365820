namespace Rvos.Cli.Submit.Client;

/// <summary>States of a job in the API.</summary>
internal static class JobState
{
    internal const string Completed = "completed";
    internal const string Failed = "failed";
    internal const string Cancelled = "cancelled";

    internal static readonly string[] All = ["queued", "running", "finishing", Completed, Failed, Cancelled];

    internal static bool IsFinal(string state) => state is Completed or Failed or Cancelled;
}
