namespace Rvos.Contracts.Http;

/// <summary>Body of <c>POST /v1/jobs/{id}/objects</c> (ids that the job does not have) and <c>…/corrections</c> (ids that it has). All of them in one frame.</summary>
public sealed record ChangeObjectsRequest
{
    /// <summary>The objects.</summary>
    public required IReadOnlyList<ObjectRequest> Objects { get; init; }
}
