using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Hosting;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Uploads;

/// <summary>The creation of a final upload: one file of partial uploads whose bytes are there.</summary>
internal static class UploadConcatenation
{
    internal static async Task<IResult> CreateAsync(UploadConcat concat, HttpContext http, UploadServices services, CancellationToken cancellation)
    {
        var request = http.Request;
        foreach (var header in (string[])[Tus.LengthHeader, Tus.DeferLengthHeader])
            if (request.Headers.ContainsKey(header)) return Problems.Bad(header, "A final upload is as long as its partial ones: its length is not told.");
        if (UploadTransfer.HasBody(http)) return Problems.Bad("body", "A final upload has the bytes of its partial ones and takes no others.");
        var metadata = string.Join(',', request.Headers[Tus.MetadataHeader].ToArray());
        if (UploadMetadata.TryParse(metadata, out var error) is null) return Problems.Bad(Tus.MetadataHeader, error);
        var tenant = TenantFilter.TenantOf(http);
        var (row, problem) = await FindOrJoinAsync(tenant, concat, metadata, services, cancellation);
        if (problem is not null) return problem;
        http.Response.Headers.Location = $"/v1/uploads/{row!.Id}";
        return await UploadTransfer.FinishAsync(http, services, row);
    }

    // Asked again, by a client that did not get the answer, the same are one video and not two.
    private static async Task<(UploadRow? Row, IResult? Problem)> FindOrJoinAsync(string tenant, UploadConcat concat, string metadata, UploadServices services, CancellationToken cancellation)
    {
        if (await services.Joiner.FindAsync(tenant, concat.Column, metadata, cancellation) is { } known) return (known, null);
        var found = await services.Joiner.PartialsAsync(tenant, concat.Partials, cancellation);
        var now = services.Time.GetUtcNow();
        if (concat.Partials.Select(id => ProblemOf(found.GetValueOrDefault(id), id, now)).FirstOrDefault(problem => problem is not null) is { } problem)
            return await services.Joiner.FindAsync(tenant, concat.Column, metadata, cancellation) is { } meanwhile ? (meanwhile, null) : (null, problem);
        var partials = concat.Partials.Select(id => found[id]).ToArray();
        // Each is within the limit, and there are few of them: no overflow.
        var length = partials.Sum(partial => partial.Length);
        if (length > services.Videos.Value.MaximumBytes)
            return (null, Problems.At(Tus.ConcatHeader, $"The partial uploads have {length} bytes, more than {services.Videos.Value.MaximumBytes}.", StatusCodes.Status413PayloadTooLarge, "Upload too large"));
        if (length == 0) return (null, Problems.At(Tus.ConcatHeader, "An empty file is no video.", StatusCodes.Status422UnprocessableEntity, "Not a video"));
        var row = new UploadRow
        {
            Id = Identifier.New(UploadRow.Kind, now),
            Tenant = tenant,
            VideoId = services.Intake.NewId(),
            State = UploadState.Received,
            Length = length,
            Received = length,
            Parts = partials.Sum(partial => partial.Parts),
            Metadata = metadata,
            Concat = concat.Column,
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = (now + services.Options.Value.Expiry).ToUnixTimeMilliseconds(),
        };
        if (await services.Joiner.JoinAsync(row, partials, cancellation)) return (row, null);
        // Another request was first, perhaps the same one.
        return await services.Joiner.FindAsync(tenant, concat.Column, metadata, cancellation) is { } other ? (other, null) : (null, UploadTransfer.Locked());
    }

    private static ProblemHttpResult? ProblemOf(UploadRow? row, string id, DateTimeOffset now) => row switch
    {
        null => Problems.Bad(Tus.ConcatHeader, $"There is no upload '{id}'."),
        { Concatenation: not { IsPartial: true } } => Problems.Bad(Tus.ConcatHeader, $"The upload '{id}' is no partial one."),
        _ when UploadTransfer.Gone(row, now) is { } gone => gone,
        { State: UploadState.Joined } => Problems.At(Tus.ConcatHeader, $"The upload '{id}' is part of another final upload already.", StatusCodes.Status409Conflict, "Upload joined"),
        { State: UploadState.Stored } => null,
        _ => Problems.At(Tus.ConcatHeader, $"The upload '{id}' has not got all its bytes yet.", StatusCodes.Status409Conflict, "Upload unfinished"),
    };
}
