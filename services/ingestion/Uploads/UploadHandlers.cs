using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Hosting;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Uploads;

/// <summary>Handlers for uploads, but for the bytes: see <see cref="UploadTransfer"/>.</summary>
internal static class UploadHandlers
{
    internal static IResult Options(HttpContext http, UploadServices services)
    {
        var headers = http.Response.Headers;
        headers[Tus.VersionHeader] = Tus.Version;
        headers[Tus.ExtensionHeader] = Tus.Extensions;
        headers[Tus.MaxSizeHeader] = $"{services.Videos.Value.MaximumBytes}";
        headers[Tus.ChecksumAlgorithmHeader] = UploadChecksum.Algorithms;
        return TypedResults.NoContent();
    }

    internal static async Task<IResult> CreateAsync(HttpContext http, UploadServices services, CancellationToken cancellation)
    {
        var request = http.Request;
        var maximum = services.Videos.Value.MaximumBytes;
        UploadConcat? concat = null;
        if (request.Headers[Tus.ConcatHeader] is { Count: > 0 } given && (concat = UploadConcat.TryParse(given.ToString(), out var unclear)) is null) return Problems.Bad(Tus.ConcatHeader, unclear);
        if (concat is { IsPartial: false }) return await UploadConcatenation.CreateAsync(concat, http, services, cancellation);
        if (LengthOf(request, out var problem) is not { } length) return problem!;
        if (UploadTransfer.LengthProblem(length, maximum, mayBeEmpty: concat is not null) is { } refused) return refused;
        var metadata = string.Join(',', request.Headers[Tus.MetadataHeader].ToArray());
        if (UploadMetadata.TryParse(metadata, out var error) is null) return Problems.Bad(Tus.MetadataHeader, error);
        if (request.ContentType is { } type && type != Tus.ContentType && UploadTransfer.HasBody(http)) return UploadTransfer.WrongType();
        var now = services.Time.GetUtcNow();
        var row = new UploadRow
        {
            Id = Identifier.New(UploadRow.Kind, now),
            Tenant = TenantFilter.TenantOf(http),
            VideoId = services.Intake.NewId(),
            State = concat is not null && length == 0 ? UploadState.Stored : UploadState.Receiving,
            Concat = concat?.Column,
            Length = length,
            Metadata = metadata,
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = (now + services.Options.Value.Expiry).ToUnixTimeMilliseconds(),
        };
        if (!await services.Store.AddAsync(row, services.Options.Value.OpenPerTenant, cancellation))
            return TypedResults.Problem($"There are {services.Options.Value.OpenPerTenant} unfinished uploads, as many as allowed: finish or delete one.", statusCode: StatusCodes.Status429TooManyRequests, title: "Too many uploads");
        http.Response.Headers.Location = $"/v1/uploads/{row.Id}";
        if (UploadTransfer.HasBody(http) && request.ContentType == Tus.ContentType) return await UploadTransfer.BeginAsync(http, services, row);
        UploadTransfer.Describe(http, row);
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    }

    internal static async Task<IResult> HeadAsync(string id, HttpContext http, UploadServices services, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await services.Store.FindAsync(TenantFilter.TenantOf(http), id, cancellation) is not { } row) return Problems.Unknown("upload", id);
        if (UploadTransfer.Gone(row, services.Time.GetUtcNow()) is { } gone) return gone;
        UploadTransfer.Describe(http, row);
        if (row.IsDeferred) http.Response.Headers[Tus.DeferLengthHeader] = "1";
        else http.Response.Headers[Tus.LengthHeader] = $"{row.Length}";
        if (row.Concatenation is { } concat) http.Response.Headers[Tus.ConcatHeader] = concat.Header;
        if (row.Metadata.Length > 0) http.Response.Headers[Tus.MetadataHeader] = row.Metadata;
        return TypedResults.Ok();
    }

    internal static async Task<IResult> GetAsync(string id, HttpContext http, UploadServices services, CancellationToken cancellation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await services.Store.FindAsync(TenantFilter.TenantOf(http), id, cancellation) is { } row && row.Expires > services.Time.GetUtcNow()
            ? ApiJson.Ok(UploadResponses.Of(row))
            : Problems.Unknown("upload", id);
    }

    internal static Task<IResult> PatchAsync(string id, HttpContext http, UploadServices services) => UploadTransfer.PatchAsync(id, http, services);

    internal static async Task<IResult> DeleteAsync(string id, HttpContext http, UploadServices services, CancellationToken cancellation)
    {
        if (await services.Store.FindAsync(TenantFilter.TenantOf(http), id, cancellation) is null) return Problems.Unknown("upload", id);
        await using var lease = await services.Finisher.TryLeaseAsync(id, cancellation);
        if (lease is null) return UploadTransfer.Locked();
        if (await services.Store.FindAsync(TenantFilter.TenantOf(http), id, cancellation) is not { } row) return Problems.Unknown("upload", id);
        await services.Finisher.RemoveAsync(row, lease.Lost);
        return TypedResults.NoContent();
    }

    // Both headers: the length is known, whatever else is said.
    private static long? LengthOf(HttpRequest request, out IResult? problem)
    {
        problem = null;
        if (request.Headers.ContainsKey(Tus.LengthHeader))
        {
            var length = Tus.CountOf(request, Tus.LengthHeader);
            if (length is null) problem = Problems.Bad(Tus.LengthHeader, $"{Tus.LengthHeader} is no count of bytes.");
            return length;
        }

        if (request.Headers[Tus.DeferLengthHeader] == "1") return UploadRow.Unknown;
        problem = request.Headers.ContainsKey(Tus.DeferLengthHeader)
            ? Problems.Bad(Tus.DeferLengthHeader, $"{Tus.DeferLengthHeader} can only be 1.")
            : Problems.Bad(Tus.LengthHeader, $"{Tus.LengthHeader} is missing; {Tus.DeferLengthHeader}: 1 says that it comes later.");
        return null;
    }

    /// <summary>For clients that cannot send PATCH or DELETE.</summary>
    internal static Task<IResult> OverriddenAsync(string id, HttpContext http, UploadServices services, CancellationToken cancellation)
    {
        switch (http.Request.Headers[Tus.MethodOverrideHeader].ToString().ToUpperInvariant())
        {
            case "PATCH": return PatchAsync(id, http, services);
            case "DELETE": return DeleteAsync(id, http, services, cancellation);
            case "HEAD": return HeadAsync(id, http, services, cancellation);
        }

        http.Response.Headers.Allow = "OPTIONS, HEAD, GET, PATCH, DELETE";
        return Task.FromResult<IResult>(TypedResults.Problem("An upload is not posted to.", statusCode: StatusCodes.Status405MethodNotAllowed, title: "Method not allowed"));
    }
}
