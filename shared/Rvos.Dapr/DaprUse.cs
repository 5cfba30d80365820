namespace Rvos.Dapr;

/// <summary>What a host can use Dapr for beside the secrets, which each can; the settings say what it does use.</summary>
[Flags]
public enum DaprUse
{
    /// <summary>Nothing but secrets.</summary>
    None = 0,

    /// <summary>Ends of jobs are published: for the host of the notifications, which has a database.</summary>
    JobEvents = 1,

    /// <summary>Videos are taken from a topic: for the host of the ingestion, which makes jobs.</summary>
    Videos = 2,
}
