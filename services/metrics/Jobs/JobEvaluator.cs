using System.Text.Json;
using Rvos.Contracts.Http;
using Rvos.Contracts.Jobs;
using Rvos.Evaluation;
using Rvos.Evaluation.Davis;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;

namespace Rvos.Metrics.Jobs;

/// <summary>
/// Evaluates the masks of a job's revision and leaves the figures beside them, in <see cref="JobBlobs.Metrics"/>. One frame is in memory at a time. Whatever is wrong with ground truth or
/// masks ends in the figures' place as a sentence; only a store that is out of reach is an exception, to be tried again.
/// </summary>
public sealed class JobEvaluator(IBlobStore blobs, ManifestStore manifests, RvosMetrics metrics)
{
    private const int MaximumFaults = 5;

    /// <summary>Evaluates a revision, unless that is done already or the job is gone.</summary>
    /// <param name="job">The job.</param>
    /// <param name="revision">Of its masks.</param>
    /// <param name="frames">Frames of the video.</param>
    /// <param name="cancellation">Stops the work; nothing is left then.</param>
    public async Task EvaluateAsync(string job, int revision, int frames, CancellationToken cancellation)
    {
        var name = JobBlobs.Metrics(job, revision);
        if (await blobs.FindAsync(name, cancellation) is not null || await blobs.FindAsync(JobBlobs.Manifest(job), cancellation) is null) return;
        using var measurement = metrics.MeasureStage(PipelineStage.Metrics);
        // What takes minutes may end long after the job was removed: then nothing is written any more.
        if (await AnswerAsync(job, revision, frames, cancellation) is not { } answer || await blobs.FindAsync(JobBlobs.Manifest(job), cancellation) is null) return;
        await blobs.PutAsync(name, JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Options), cancellation: cancellation);
        measurement.Complete(answer.Frames.Count);
        // A job that was removed meanwhile must leave nothing behind. Its tombstone says so; a manifest that is absent says nothing.
        if (await IsRemovedAsync(job)) await blobs.DeleteAsync(name, CancellationToken.None);
    }

    // A damaged manifest is no tombstone.
    private async Task<bool> IsRemovedAsync(string job)
    {
        try
        {
            return await manifests.FindAsync(job, CancellationToken.None) is { IsRemoved: true };
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private async Task<JobMetricsResponse?> AnswerAsync(string job, int revision, int frames, CancellationToken cancellation)
    {
        var protocol = DavisProtocol.Davis2017SemiSupervised;
        try
        {
            if (await FindManifestAsync(job, cancellation) is not { IsRemoved: false } manifest) return null;
            // Labels of discovered objects are not those of the truth.
            if (manifest.MaxObjects > 0) protocol = DavisProtocol.RvosZeroShot;
            return MetricsAnswer.Of(job, revision, await ScoreAsync(manifest, revision, frames, protocol, cancellation), protocol);
        }
        catch (EvaluationException error)
        {
            return MetricsAnswer.Failed(job, revision, error.Message, protocol);
        }
    }

    private async Task<JobManifest?> FindManifestAsync(string job, CancellationToken cancellation)
    {
        try
        {
            return await manifests.FindAsync(job, cancellation);
        }
        catch (InvalidDataException error)
        {
            throw new EvaluationException("the description of the job is damaged", error);
        }
    }

    private async Task<DavisSequenceScore> ScoreAsync(JobManifest manifest, int revision, int frames, DavisProtocol protocol, CancellationToken cancellation)
    {
        var truth = new TruthMasks(blobs, manifest);
        var masks = new RevisionMasks(blobs, manifest, revision);
        var annotated = await truth.ListAsync(cancellation);
        var sequence = new DavisFrameSequence(protocol, manifest.JobId, annotated.Count);
        var faults = new List<string>();
        foreach (var frame in annotated)
        {
            try
            {
                if (frame >= frames) throw new EvaluationException($"frame {frame} has ground truth, but the video has {frames} frames only");
                var wanted = await truth.ReadAsync(frame, cancellation);
                // After the first fault there will be no figures: the rest is only looked at for what else is wrong with the ground truth.
                if (faults.Count == 0) sequence.Add(MetricsAnswer.NameOf(frame), wanted, sequence.NeedsResult ? await masks.ReadAsync(frame, cancellation) : null);
            }
            catch (EvaluationException error)
            {
                faults.Add(error.Message);
                if (faults.Count == MaximumFaults) break;
            }
        }

        if (faults.Count > 0) throw new EvaluationException(string.Join("; ", faults) + (faults.Count == MaximumFaults ? "; more was not looked for" : ""));
        var score = sequence.Complete();
        return score.Objects.Count > 0 ? score : throw new EvaluationException($"the first ground truth, of frame {annotated[0]}, shows no object: there is nothing to compare");
    }
}
