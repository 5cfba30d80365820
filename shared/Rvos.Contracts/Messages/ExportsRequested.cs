namespace Rvos.Contracts.Messages;

/// <summary>All masks of a job are there: what it wants beside them is to be made.</summary>
public sealed record ExportsRequested
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>The revision whose masks are meant.</summary>
    public required int Revision { get; init; }
}
