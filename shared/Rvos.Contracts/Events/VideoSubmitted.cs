using Rvos.Contracts.Http;

namespace Rvos.Contracts.Events;

/// <summary>Data of an event that asks for a video to be fetched and segmented: what <c>POST /v1/videos</c> by URL and <c>POST /v1/jobs</c> take, in one. Whose job it becomes is not the event's to say.</summary>
public sealed record VideoSubmitted
{
    /// <summary>Where the video is: an https URL of a public host. Redirects are not followed.</summary>
    public required string Url { get; init; }

    /// <summary>What to call the video; the last part of the URL's path when null.</summary>
    public string? Name { get; init; }

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

    /// <summary>Labels to find the job by, and to know it by at its end: at most 16, names of up to 63 and values of up to 255 characters.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
