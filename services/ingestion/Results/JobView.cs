using Rvos.Contracts.Jobs;

namespace Rvos.Ingestion.Results;

/// <summary>What results need to know of a job, all of one moment.</summary>
/// <param name="JobId">The job.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>finishing</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Revision">Revision of its masks.</param>
/// <param name="MaskedSegments">Segments whose masks of this revision are there, from the first without a gap.</param>
/// <param name="MaskedFrames">Frames of those segments.</param>
/// <param name="HasGroundTruth">True when there are masks to evaluate it against.</param>
/// <param name="Outputs">What is wanted beside masks and annotations: <c>overlay</c>.</param>
public sealed record JobView(
    string JobId, string State, JobManifest Manifest, int Revision, int MaskedSegments, int MaskedFrames, bool HasGroundTruth, IReadOnlyList<string> Outputs);
