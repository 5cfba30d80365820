using System.Text.Json;
using Rvos.Contracts.Jobs;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>A row of <c>jobs</c>. Times are milliseconds since 1970.</summary>
internal sealed record JobRow
{
    internal const string Columns = """
        id as Id, tenant as Tenant, key_id as KeyId, video_id as VideoId, video_name as VideoName, mode as Mode, model as Model, labels as Labels,
        wants_overlay as WantsOverlay, has_truth as HasTruth, webhook_url as WebhookUrl, webhook_endpoint as WebhookEndpoint, state as State, version as Version,
        manifest as ManifestJson, revision as Revision, segments_due as SegmentsDue, segments_masked as SegmentsMasked, frames_decoded as FramesDecoded,
        frames_encoded as FramesEncoded, frames_masked as FramesMasked, frames as Frames, error as Error, lost as Lost, notes as Notes, warnings as Warnings, trace_parent as TraceParent,
        created_at as CreatedAt, queued_at as QueuedAt, started_at as StartedAt, progress_at as ProgressAt, masked_at as MaskedAt, finished_at as FinishedAt, next_check_at as NextCheckAt, stalls as Stalls,
        faults as Faults, cleanings as Cleanings, cleanings_begun as CleaningsBegun, export_owner as ExportOwner
        """;

    /// <summary>All but the manifest, which may be large and of which lists show nothing.</summary>
    internal static readonly string ListColumns = Columns.Replace("manifest as ManifestJson", "'' as ManifestJson", StringComparison.Ordinal);

    internal const string Insert = """
        insert into jobs (id, tenant, key_id, video_id, video_name, mode, model, labels, wants_overlay, has_truth, webhook_url, webhook_endpoint, state, version,
            manifest, revision, segments_due, segments_masked, frames_decoded, frames_encoded, frames_masked, frames, error, lost, notes, trace_parent,
            created_at, queued_at, started_at, progress_at, masked_at, finished_at, next_check_at, stalls, faults, cleanings)
        values (@Id, @Tenant, @KeyId, @VideoId, @VideoName, @Mode, @Model, @Labels, @WantsOverlay, @HasTruth, @WebhookUrl, @WebhookEndpoint, @State, @Version,
            @ManifestJson, @Revision, @SegmentsDue, @SegmentsMasked, @FramesDecoded, @FramesEncoded, @FramesMasked, @Frames, @Error, @Lost, @Notes, @TraceParent,
            @CreatedAt, @QueuedAt, @StartedAt, @ProgressAt, @MaskedAt, @FinishedAt, @NextCheckAt, @Stalls, @Faults, @Cleanings)
        """;

    internal const string Update = """
        update jobs set state = @State, version = @Version, manifest = @ManifestJson, revision = @Revision, segments_due = @SegmentsDue,
            segments_masked = @SegmentsMasked, frames_decoded = @FramesDecoded, frames_encoded = @FramesEncoded, frames_masked = @FramesMasked, frames = @Frames,
            error = @Error, lost = @Lost, notes = @Notes, warnings = @Warnings, queued_at = @QueuedAt, started_at = @StartedAt, progress_at = @ProgressAt, masked_at = @MaskedAt, finished_at = @FinishedAt, next_check_at = @NextCheckAt,
            stalls = @Stalls, faults = @Faults, cleanings = @Cleanings, export_owner = @ExportOwner
        where id = @Id
        """;

    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public string? KeyId { get; init; }

    public required string VideoId { get; init; }

    public required string VideoName { get; init; }

    public required string Mode { get; init; }

    public required string Model { get; init; }

    /// <summary>JSON object of strings.</summary>
    public required string Labels { get; init; }

    public long WantsOverlay { get; init; }

    public long HasTruth { get; init; }

    public string? WebhookUrl { get; init; }

    public string? WebhookEndpoint { get; init; }

    public required string State { get; init; }

    /// <summary>Number of its last event.</summary>
    public long Version { get; init; }

    public required string ManifestJson { get; init; }

    public long Revision { get; init; }

    /// <summary>Segments whose frames were asked for.</summary>
    public long SegmentsDue { get; init; }

    /// <summary>Segments with masks, from the first one on.</summary>
    public long SegmentsMasked { get; init; }

    public long FramesDecoded { get; init; }

    public long FramesEncoded { get; init; }

    public long FramesMasked { get; init; }

    /// <summary>All frames; null until the end of the video was seen.</summary>
    public long? Frames { get; init; }

    public string? Error { get; init; }

    public string? Lost { get; init; }

    /// <summary>What is worth knowing, a line each.</summary>
    public string? Notes { get; init; }

    /// <summary>What it lacks beside its masks, a line each.</summary>
    public string? Warnings { get; init; }

    public string? TraceParent { get; init; }

    public required long CreatedAt { get; init; }

    /// <summary>When it was put in the queue again by a change; null when it never was.</summary>
    public long? QueuedAt { get; init; }

    public long? StartedAt { get; init; }

    /// <summary>When the last masks came.</summary>
    public long? ProgressAt { get; init; }

    public long? MaskedAt { get; init; }

    public long? FinishedAt { get; init; }

    /// <summary>When the sweeper looks at it unless something happens before.</summary>
    public long NextCheckAt { get; init; }

    public long Stalls { get; init; }

    public long Faults { get; init; }

    /// <summary>How often its blobs are still to be tidied up.</summary>
    public long Cleanings { get; init; }

    /// <summary>Who makes its overlay, until <see cref="NextCheckAt"/>; null for nobody.</summary>
    public string? ExportOwner { get; init; }

    /// <summary>How often its blobs were begun to be tidied up.</summary>
    public long CleaningsBegun { get; init; }

    internal JobManifest Manifest => JsonSerializer.Deserialize<JobManifest>(ManifestJson) ?? throw new InvalidDataException($"job {Id} has no manifest");
}
