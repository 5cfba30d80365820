using Rvos.Contracts.Jobs;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Rows and messages of a job of four frames a segment.</summary>
internal static class FlowRows
{
    internal static MasksDecoded Masks(int segment, int revision = 0, bool isLast = false) =>
        new() { JobId = "j", Segment = segment, Revision = revision, FramesSoFar = (segment + 1) * 4, IsLast = isLast };

    internal static JobRow Row(string state, params JobPrompt[] prompts) => new()
    {
        Id = "j",
        Tenant = "t",
        VideoId = "v",
        VideoName = "n",
        Mode = "one-shot",
        Model = "m",
        Labels = "{}",
        State = state,
        CreatedAt = 1,
        SegmentsDue = state == "queued" ? 0 : 3,
        Cleanings = state is "completed" or "failed" ? 1 : 0,
        ManifestJson = System.Text.Json.JsonSerializer.Serialize(new JobManifest
        {
            JobId = "j",
            VideoId = "v",
            Model = "m",
            Width = 128,
            Height = 96,
            InputWidth = 64,
            InputHeight = 64,
            SegmentLength = 4,
            MaxFrames = 1000,
            Revisions = [new JobRevision(0, 0)],
            Prompts = prompts,
        }),
    };
}
