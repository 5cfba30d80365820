using Microsoft.Extensions.Options;
using Rvos.Contracts.Http;
using Rvos.Hosting.Http;
using Rvos.Hosting.Outbound;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Videos;
using Rvos.Video.Ffmpeg;
using Rvos.Weights;
using Rvos.Weights.Models;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>Checks requests for jobs: whatever is wrong is said before anything is stored.</summary>
internal sealed class JobRequests(VideoLibrary videos, ModelCatalogue models, OutboundGuard guard, IOptions<JobOptions> options)
{
    private const int MaximumLabels = 16, MaximumName = 63, MaximumValue = 255, MaximumObjects = 100, MaximumEndpoint = 100;

    /// <summary>Checks a request.</summary>
    /// <exception cref="BadRequestFieldException">Something is wrong with it.</exception>
    /// <exception cref="WorkBudgetException">There is no memory for its masks.</exception>
    internal async Task<NewJob> CheckAsync(string tenant, CreateJobRequest request, WorkShare share, CancellationToken cancellation)
    {
        await CheckFormAsync(request, cancellation);
        var video = await videos.FindAsync(tenant, request.Video, cancellation) ?? throw new BadRequestFieldException("video", $"There is no video '{Short(request.Video)}'.");
        var model = Model(request);
        var frames = (int)Math.Min(video.Frames ?? options.Value.MaximumFrames, options.Value.MaximumFrames);
        var reader = new ObjectMasks(video.Width, video.Height, frames, share, cancellation);
        var most = options.Value.MaximumGivenFrames;
        return new NewJob(request, video, model, Masks(request, reader, most), [.. GivenMasks.Truth(request, reader, most)]);
    }

    /// <summary>Checks what can be told before the video is there, of a request whose video is still to be fetched.</summary>
    /// <exception cref="BadRequestFieldException">Something is wrong with it.</exception>
    internal async Task CheckBeforeVideoAsync(CreateJobRequest request, CancellationToken cancellation)
    {
        await CheckFormAsync(request, cancellation);
        Model(request);
        CheckGiven(request);
    }

    private async Task CheckFormAsync(CreateJobRequest request, CancellationToken cancellation)
    {
        if (request.Mode is not (NewJob.OneShot or NewJob.ZeroShot)) throw new BadRequestFieldException("mode", $"The mode is {NewJob.OneShot} or {NewJob.ZeroShot}.");
        CheckLabels(request.Labels);
        foreach (var output in request.Outputs ?? [])
            if ((output ?? "null") is var name && name != NewJob.Overlay) throw new BadRequestFieldException("outputs", $"There is no output '{Short(name)}' to ask for; masks and annotations are always there, {NewJob.Overlay} may be.");
        await CheckWebhookAsync(request.Webhook, cancellation);
    }

    private static IReadOnlyList<GivenMask> Masks(CreateJobRequest request, ObjectMasks reader, int most)
    {
        CheckGiven(request);
        return request.Mode == NewJob.ZeroShot ? [] : GivenMasks.Of(request, reader, most);
    }

    private static void CheckGiven(CreateJobRequest request)
    {
        var any = request.Masks.Count + request.Objects.Count > 0;
        if (request.Mode == NewJob.ZeroShot)
        {
            if (any) throw new BadRequestFieldException("objects", "A zero-shot job discovers objects by itself: it takes no masks.");
            if (request.MaxObjects is not (null or (>= 1 and <= MaximumObjects))) throw new BadRequestFieldException("max_objects", $"{request.MaxObjects} is no number of objects: 1 to {MaximumObjects}.");
            return;
        }

        if (request.MaxObjects is not null) throw new BadRequestFieldException("max_objects", "A one-shot job has the objects that are given.");
        if (!any) throw new BadRequestFieldException("objects", "A one-shot job needs at least one object or mask.");
    }

    private ModelSummary Model(CreateJobRequest request)
    {
        var isOneShot = request.Mode == NewJob.OneShot;
        var name = request.Model ?? (isOneShot ? ModelCatalogue.DefaultOneShot : ModelCatalogue.DefaultZeroShot);
        try
        {
            if (models.Describe(name) is not { } model)
            {
                throw new BadRequestFieldException("model", request.Model is null
                    ? $"There is no {request.Mode} model here that goes by the name of '{name}', which is taken where none is named. Models here: {string.Join(", ", models.Names)}."
                    : $"There is no model '{Short(name)}' here. Models here: {string.Join(", ", models.Names)}.");
            }

            return model.IsOneShot == isOneShot ? model : throw new BadRequestFieldException("model", $"The model '{name}' is none for {request.Mode} jobs.");
        }
        catch (WeightsFormatException error)
        {
            throw new BadRequestFieldException("model", $"The model '{name}' cannot be used: {LibraryText.ForUsers(error.Message)}.");
        }
    }

    private async Task CheckWebhookAsync(JobWebhookRequest? webhook, CancellationToken cancellation)
    {
        if (webhook is null) return;
        if (webhook.Url is null == webhook.Endpoint is null) throw new BadRequestFieldException("webhook", "A webhook is either a url or the id of an endpoint.");
        if (webhook.Endpoint is { Length: 0 or > MaximumEndpoint } || webhook.Endpoint?.Contains('\0') == true) throw new BadRequestFieldException("webhook.endpoint", "This is no id of an endpoint.");
        if (webhook.Url is null) return;
        if (await guard.FindRefusalAsync(webhook.Url, cancellation) is { } refusal) throw new BadRequestFieldException("webhook.url", $"The URL is refused: {refusal}.");
    }

    private static void CheckLabels(IReadOnlyDictionary<string, string> labels)
    {
        if (labels.Count > MaximumLabels) throw new BadRequestFieldException("labels", $"A job has at most {MaximumLabels} labels.");
        foreach (var (name, value) in labels)
        {
            if (name.Length is 0 or > MaximumName || name.Any(c => char.IsControl(c) || c == ':')) throw new BadRequestFieldException("labels", $"A label's name has 1 to {MaximumName} characters without colon.");
            if (value is null || value.Length > MaximumValue || value.Any(char.IsControl)) throw new BadRequestFieldException("labels", $"The value of label '{name}' has at most {MaximumValue} characters, no control characters.");
        }
    }

    private static string Short(string text) => Problems.Short(text);
}
