namespace Rvos.Contracts.Http;

/// <summary>Body of <c>POST /v1/jobs</c>.</summary>
public sealed record CreateJobRequest
{
    /// <summary>Id of the video.</summary>
    public required string Video { get; init; }

    /// <summary><c>one-shot</c>: the given objects are followed; <c>zero-shot</c>: objects are discovered.</summary>
    public required string Mode { get; init; }

    /// <summary>Name of the model; the default of the mode when null.</summary>
    public string? Model { get; init; }

    /// <summary>Objects to discover at most, 1 to 100; zero-shot only. Default: 10.</summary>
    public int? MaxObjects { get; init; }

    /// <summary>Objects and where they are seen; one-shot only.</summary>
    public IReadOnlyList<ObjectRequest> Objects { get; init; } = [];

    /// <summary>Whole label masks; one-shot only. Objects lie over them.</summary>
    public IReadOnlyList<MaskRequest> Masks { get; init; } = [];

    /// <summary>What is wanted beside masks and annotations: <c>overlay</c>. Default: overlay.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>True masks of some frames: the job's masks are then evaluated against them.</summary>
    public IReadOnlyList<MaskRequest> GroundTruth { get; init; } = [];

    /// <summary>Who is told of the end, beside the tenant's own endpoints; null for nobody.</summary>
    public JobWebhookRequest? Webhook { get; init; }

    /// <summary>Labels to find the job by: at most 16, names of up to 63 and values of up to 255 characters.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
