using Microsoft.Extensions.Options;
using Rvos.Contracts.Http;
using Rvos.Contracts.Jobs;
using Rvos.Hosting;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Data;
using Rvos.Hosting.Http;
using Rvos.Hosting.Jobs;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Jobs.Store;
using Rvos.Ingestion.Videos;
using Rvos.Video.Masks;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>Adds objects to jobs and corrects them: a new revision of the masks from the frame on.</summary>
internal sealed class JobChanges(
    Database database, JobReader reader, JobWriter writer, JobReservation reservation, JobFlow flow, JobStarter starter, VideoLibrary videos, IBlobStore blobs,
    IOptions<JobOptions> options, TimeProvider time)
{
    /// <summary>Changes a job.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Of the job.</param>
    /// <param name="request">The objects, all of one frame.</param>
    /// <param name="areNew">True for objects that the job does not have, false for ones that it has.</param>
    /// <param name="share">Memory for its masks is taken from it.</param>
    /// <param name="cancellation">Stops before anything is changed.</param>
    /// <returns>The row; null where the tenant has no such job.</returns>
    /// <exception cref="BadRequestFieldException">The request cannot be followed.</exception>
    /// <exception cref="WorkBudgetException">There is no memory for its masks.</exception>
    internal async Task<JobRow?> ChangeAsync(JobCaller caller, string id, ChangeObjectsRequest request, bool areNew, WorkShare share, CancellationToken cancellation)
    {
        if (id.Contains('\0') || await reader.FindAsync(caller.Tenant, id, cancellation) is not { } row) return null;
        var video = await CheckAsync(row, cancellation);
        var manifest = row.Manifest;
        var masks = new ObjectMasks(manifest.Width, manifest.Height, (int)Math.Min(row.Frames ?? video.Frames ?? manifest.MaxFrames, manifest.MaxFrames), share, cancellation);
        var frame = Frame(request, masks);
        CheckIds(manifest, request, areNew);
        if (await GivenAsync(row, frame, masks, cancellation) is not { } shown) throw Overtaken();
        var before = shown.Ids;
        // A corrected object is where it is said to be now, and nowhere else in this frame.
        foreach (var one in request.Objects) shown.Remove(one.Id);
        for (var i = 0; i < request.Objects.Count; i++) shown.Add(request.Objects[i], $"objects[{i}]");
        var given = shown.Encode(frame);
        if (before.Union(request.Objects.Select(o => o.Id)).Except(given.Objects).ToArray() is [var covered, ..])
            throw new BadRequestFieldException("objects", $"Object {covered} is covered by others in frame {frame}: no pixel of it is left.");
        await writer.ChangeAsync(id, flow.Expect, CancellationToken.None);
        var changed = await StoreAsync(caller, row, given);
        if (changed is null) throw Overtaken();
        await starter.StartAsync(CancellationToken.None);
        return await reader.FindAsync(id, CancellationToken.None) ?? changed;
    }

    // Masks first, since a row names only what is there. Whoever began to tidy up in between may have taken them for remains: they are stored once more, under another name.
    private async Task<JobRow?> StoreAsync(JobCaller caller, JobRow row, GivenMask given)
    {
        for (var begun = row.CleaningsBegun; ;)
        {
            var prompt = given.Prompt(JobBlobs.Prompt(row.Id, Identifier.New("change", time.GetUtcNow())));
            if (given.Png is { } png) await blobs.PutAsync(GivenMask.PngOf(prompt), png, cancellation: CancellationToken.None);
            JobRow? changed;
            long now;
            try
            {
                (changed, now) = await NameAsync(caller, row, prompt, begun);
            }
            // Rolled back for certain, which other errors do not say.
            catch (BadRequestFieldException)
            {
                await DropAsync(given, prompt);
                throw;
            }

            if (changed is not null) return changed;
            await DropAsync(given, prompt);
            if (now == begun) return null;
            begun = now;
        }
    }

    private Task DropAsync(GivenMask given, JobPrompt prompt) => given.Png is null ? Task.CompletedTask : blobs.DeleteAsync(GivenMask.PngOf(prompt), CancellationToken.None);

    private Task<(JobRow? Changed, long CleaningsBegun)> NameAsync(JobCaller caller, JobRow row, JobPrompt prompt, long begun) =>
        database.TransactAsync<(JobRow?, long)>(
            async transaction =>
            {
                await reservation.LockTenantAsync(transaction, row.Tenant);
                IReadOnlyList<JobPrompt> prompts = [.. row.Manifest.Prompts.Where(p => p.Frame != prompt.Frame), prompt];
                if (await reader.LockAsync(transaction, row.Id) is not { } now || now.Revision != row.Revision || flow.Change(now, prompts, prompt.Frame) is not { } change) return (null, begun);
                if (now.CleaningsBegun != begun) return (null, now.CleaningsBegun);
                if (JobState.HasEnded(now.State)) await reservation.CheckRoomAsync(transaction, now.Tenant, now.KeyId, caller.Quota);
                if (await VideoLibrary.HoldAsync(transaction, now.Tenant, now.VideoId) is null) return (null, begun);
                return (await writer.ApplyAsync(transaction, now, change, CancellationToken.None), begun);
            },
            CancellationToken.None);

    private async Task<Videos.Video> CheckAsync(JobRow row, CancellationToken cancellation)
    {
        if (row.Mode == NewJob.ZeroShot) throw new BadRequestFieldException("objects", "A zero-shot job discovers objects by itself: it takes no masks.");
        if (row.State == JobState.Cancelled) throw new BadRequestFieldException("objects", $"The job is {row.State}: make a new one.", StatusCodes.Status409Conflict);
        if (row.Revision >= options.Value.MaximumRevisions) throw new BadRequestFieldException("objects", $"The job was changed {row.Revision} times, as often as it may be.", StatusCodes.Status409Conflict);
        return await videos.FindAsync(row.Tenant, row.VideoId, cancellation) ??
            throw new BadRequestFieldException("objects", "The video of the job was deleted: it cannot be looked at again.", StatusCodes.Status409Conflict);
    }

    private static int Frame(ChangeObjectsRequest request, ObjectMasks masks)
    {
        if (request.Objects.Count == 0) throw new BadRequestFieldException("objects", "At least one object is needed.");
        for (var i = 0; i < request.Objects.Count; i++)
        {
            masks.Frame((request.Objects[i] ?? throw ObjectMasks.IsNull($"objects[{i}]")).Frame, $"objects[{i}]");
            if (request.Objects[i].Frame != request.Objects[0].Frame) throw new BadRequestFieldException($"objects[{i}].frame", "All objects of a change are seen in one frame.");
        }

        return request.Objects[0].Frame;
    }

    private static void CheckIds(JobManifest manifest, ChangeObjectsRequest request, bool areNew)
    {
        var known = manifest.Prompts.SelectMany(p => p.Objects).ToHashSet();
        for (var i = 0; i < request.Objects.Count; i++)
        {
            var id = request.Objects[i].Id;
            if (areNew && known.Contains(id)) throw new BadRequestFieldException($"objects[{i}].id", $"The job has an object {id} already: correct it at /corrections.");
            if (!areNew && !known.Contains(id)) throw new BadRequestFieldException($"objects[{i}].id", $"The job has no object {id}: add it at /objects.");
        }
    }

    // Null when the job was removed or changed meanwhile: what it had goes with it.
    private async Task<GivenFrame?> GivenAsync(JobRow row, int frame, ObjectMasks masks, CancellationToken cancellation)
    {
        if (row.Manifest.Prompts.SingleOrDefault(p => p.Frame == frame) is not { } before) return new GivenFrame(masks);
        if (before is { Boxes.Count: > 0, Given: null }) return new GivenFrame(masks, null, before.Boxes);
        if (await blobs.TryReadAsync(GivenMask.PngOf(before), cancellation: cancellation) is { } png)
            return new GivenFrame(masks, LabelMaskReader.Read(png, MaskValues.Raw).Labels, before.Boxes);
        if (await reader.FindAsync(row.Tenant, row.Id, cancellation) is not { } now || now.Revision != row.Revision) return null;
        throw new InvalidDataException($"the masks given for frame {frame} of {row.Id} are gone");
    }

    private static BadRequestFieldException Overtaken() =>
        new("objects", "The job was changed or ended at the same moment; look at it and try again.", StatusCodes.Status409Conflict);
}
