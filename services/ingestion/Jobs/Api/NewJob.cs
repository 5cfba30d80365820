using Rvos.Contracts.Http;
using Rvos.Contracts.Jobs;
using Rvos.Ingestion.Jobs.Prompts;

using Rvos.Weights.Models;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>A request for a job that was found good.</summary>
/// <param name="Request">As it came.</param>
/// <param name="Video">Its video.</param>
/// <param name="Model">Its model.</param>
/// <param name="Masks">Masks to follow, by frame.</param>
/// <param name="Truth">Ground truth, by frame.</param>
internal sealed record NewJob(CreateJobRequest Request, Videos.Video Video, ModelSummary Model, IReadOnlyList<GivenMask> Masks, IReadOnlyList<GivenMask> Truth)
{
    internal const string OneShot = "one-shot", ZeroShot = "zero-shot", Overlay = "overlay";

    /// <summary>Objects to discover; 0 where masks are given.</summary>
    internal int MaxObjects => Request.Mode == ZeroShot ? Request.MaxObjects ?? 10 : 0;

    /// <summary>What the stages need to know.</summary>
    internal JobManifest Manifest(string id, JobOptions options, Func<GivenMask, string> blobOf) => new()
    {
        JobId = id,
        VideoId = Video.Id,
        Model = Model.Name,
        MaxObjects = MaxObjects,
        Width = Video.Width,
        Height = Video.Height,
        InputWidth = Model.InputWidth,
        InputHeight = Model.InputHeight,
        SegmentLength = options.SegmentLength,
        MaxFrames = options.MaximumFrames,
        Revisions = [new JobRevision(0, 0)],
        Prompts = [.. Masks.Select(mask => mask.Prompt(blobOf(mask)))],
    };
}
