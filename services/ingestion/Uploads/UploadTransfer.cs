using System.Data.Common;
using Azure;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Uploads;

/// <summary>The requests that bring bytes: PATCH, and POST with a body. One at a time for each upload, in all processes.</summary>
internal static partial class UploadTransfer
{
    internal static bool HasBody(HttpContext http) => http.Request.ContentLength > 0 || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    /// <summary>What every answer tells of the upload.</summary>
    internal static void Describe(HttpContext http, UploadRow row)
    {
        var headers = http.Response.Headers;
        // Of a final upload only once it is one file.
        if (row.Concatenation is not { IsPartial: false } || row.State == UploadState.Completed) headers[Tus.OffsetHeader] = $"{row.Received}";
        headers[Tus.ExpiresHeader] = row.Expires.ToString("R");
        if (row.State == UploadState.Completed) headers[Tus.VideoHeader] = row.VideoId;
    }

    /// <summary>The answer for an upload that takes no more bytes because it expired or failed; null for others.</summary>
    internal static ProblemHttpResult? Gone(UploadRow row, DateTimeOffset now)
    {
        var why = row.Expires <= now ? "The upload has expired." : row.State == UploadState.Failed ? $"The upload has failed: {row.Error}" : null;
        return why is null ? null : TypedResults.Problem(why, statusCode: StatusCodes.Status410Gone, title: "Upload gone");
    }

    /// <summary>Whether a length that a client tells may be an upload's; null when it may.</summary>
    internal static ProblemHttpResult? LengthProblem(long length, long maximum, bool mayBeEmpty) =>
        length > maximum ? Problems.At(Tus.LengthHeader, $"The upload has {length} bytes, more than {maximum}.", StatusCodes.Status413PayloadTooLarge, "Upload too large")
        : length == 0 && !mayBeEmpty ? Problems.At(Tus.LengthHeader, "An empty file is no video.", StatusCodes.Status422UnprocessableEntity, "Not a video")
        : null;

    internal static ProblemHttpResult Locked() =>
        TypedResults.Problem("Another request is writing to this upload.", statusCode: StatusCodes.Status423Locked, title: "Upload locked");

    internal static ProblemHttpResult WrongType() =>
        Problems.At("content-type", $"The body's type is not {Tus.ContentType}.", StatusCodes.Status415UnsupportedMediaType, "Unsupported media type");

    internal static async Task<IResult> PatchAsync(string id, HttpContext http, UploadServices services)
    {
        if (await services.Store.FindAsync(TenantFilter.TenantOf(http), id, http.RequestAborted) is not { } row) return Problems.Unknown("upload", id);
        if (row.Concatenation is { IsPartial: false }) return TypedResults.Problem("A final upload has the bytes of its partial ones and takes no others.", statusCode: StatusCodes.Status403Forbidden, title: "Final upload");
        if (http.Request.ContentType != Tus.ContentType) return WrongType();
        if (Tus.CountOf(http.Request, Tus.OffsetHeader) is not { } offset) return Problems.Bad(Tus.OffsetHeader, $"{Tus.OffsetHeader} is missing, or no count of bytes.");
        return await TakeAsync(id, offset, http, services, StatusCodes.Status204NoContent);
    }

    /// <summary>The bytes that come with the creation. What is wrong with them ends the upload.</summary>
    internal static async Task<IResult> BeginAsync(HttpContext http, UploadServices services, UploadRow row)
    {
        var result = await TakeAsync(row.Id, 0, http, services, StatusCodes.Status201Created);
        if (result is not ProblemHttpResult { StatusCode: 400 or 413 or Tus.ChecksumMismatch }) return result;
        await services.Finisher.RemoveAsync(row, CancellationToken.None);
        http.Response.Headers.Remove("Location");
        return result;
    }

    /// <summary>Makes the video of a final upload, or tells of the one that was made.</summary>
    internal static Task<IResult> FinishAsync(HttpContext http, UploadServices services, UploadRow row) => TakeAsync(row.Id, row.Received, http, services, StatusCodes.Status201Created);

    private static async Task<IResult> TakeAsync(string id, long offset, HttpContext http, UploadServices services, int success)
    {
        UploadChecksum? checksum = null;
        if (http.Request.Headers[Tus.ChecksumHeader] is { Count: > 0 } header && (checksum = UploadChecksum.TryParse(header.ToString(), out var error)) is null)
            return Problems.Bad(Tus.ChecksumHeader, error);
        using (checksum)
        {
            if (!services.Places.TryTake()) return Problems.Later(http, "As many uploads as this server takes at once are under way.");
            try
            {
                await using var lease = await services.Finisher.TryLeaseAsync(id, http.RequestAborted);
                return lease is null ? Locked() : await TakeAsync(id, offset, checksum, lease, http, services, success);
            }
            catch (VideoRefusedException e) when (e.Reason != VideoRefusal.Incomplete)
            {
                return VideoProblems.Of(e, "file");
            }
            // Bytes that are down but do not come back whole are the store's fault: nothing is lost.
            catch (Exception e) when (e is DbException or IOException or RequestFailedException or AggregateException or OperationCanceledException or VideoRefusedException)
            {
                Log.Failed(services.Logger, id, e);
                return Problems.Later(http, "The bytes could not be stored at this moment. Ask for the offset, and go on from there.");
            }
            finally
            {
                services.Places.Give();
            }
        }
    }

    private static async Task<IResult> TakeAsync(string id, long offset, UploadChecksum? checksum, IBlobLease lease, HttpContext http, UploadServices services, int success)
    {
        if (await services.Store.FindAsync(TenantFilter.TenantOf(http), id, http.RequestAborted) is not { } row) return Problems.Unknown("upload", id);
        if (Gone(row, services.Time.GetUtcNow()) is { } gone) return gone;
        if (offset != row.Received) return Problems.At(Tus.OffsetHeader, $"{Tus.OffsetHeader} is {offset}; the upload has {row.Received} bytes.", StatusCodes.Status409Conflict, "Wrong offset");
        if (http.Request.Headers.ContainsKey(Tus.LengthHeader))
        {
            var (known, problem) = await SetLengthAsync(row, http, services, lease.Lost);
            if (problem is not null) return problem;
            row = known!;
        }

        if (http.Request.ContentLength > services.Receiver.Left(row)) return TooMany(row, services);
        if (row.State == UploadState.Receiving)
        {
            // Bounded by the upload's own length.
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
            using var reading = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lease.Lost, services.Lifetime.ApplicationStopping);
            var result = await services.Receiver.ReceiveAsync(row, http.Request.Body, checksum, reading.Token, lease.Lost);
            row = result.Row;
            if (Answer(result.End, row, http, services) is { } problem) return problem;
        }

        // Whoever asked may have gone: the video is made all the same, and found by its upload.
        if (row.State == UploadState.Received) row = await services.Finisher.FinishAsync(row, lease.Lost);
        Describe(http, row);
        return TypedResults.StatusCode(success);
    }

    // Once, and the same ever after. The creation tells it beside the bytes, when it is known from the start.
    private static async Task<(UploadRow? Row, ProblemHttpResult? Problem)> SetLengthAsync(UploadRow row, HttpContext http, UploadServices services, CancellationToken cancellation)
    {
        if (Tus.CountOf(http.Request, Tus.LengthHeader) is not { } length) return (null, Problems.Bad(Tus.LengthHeader, $"{Tus.LengthHeader} is no count of bytes."));
        if (length == row.Length) return (row, null);
        if (!row.IsDeferred) return (null, Problems.At(Tus.LengthHeader, $"The upload's length is {row.Length}, and stays so.", StatusCodes.Status409Conflict, "Length is set"));
        if (LengthProblem(length, services.Videos.Value.MaximumBytes, row.Concatenation is not null) is { } problem) return (null, problem);
        if (length < row.Received) return (null, Problems.Bad(Tus.LengthHeader, $"{Tus.LengthHeader} is {length}, and {row.Received} bytes have come already."));
        return await services.Store.SetLengthAsync(row, length, cancellation) is { } known ? (known, null) : (null, Answer(ReceiveEnd.Overtaken, row, http, services));
    }

    private static ProblemHttpResult? Answer(ReceiveEnd end, UploadRow row, HttpContext http, UploadServices services) => end switch
    {
        ReceiveEnd.Whole => null,
        ReceiveEnd.Mismatch => Problems.At(Tus.ChecksumHeader, "The bytes are not those that the checksum means; none was kept.", Tus.ChecksumMismatch, "Checksum mismatch"),
        ReceiveEnd.TooMany => TooMany(row, services),
        ReceiveEnd.TooManyParts => Problems.Bad("body", "The upload has come in too many small pieces: begin again with larger ones."),
        ReceiveEnd.Overtaken => Problems.At(Tus.OffsetHeader, "Another request has written to this upload.", StatusCodes.Status409Conflict, "Wrong offset"),
        _ => Problems.Later(http, "The bytes ended too early. Ask for the offset, and go on from there."),
    };

    private static ProblemHttpResult TooMany(UploadRow row, UploadServices services) =>
        Problems.At("body", $"The body goes beyond the {(row.IsDeferred ? services.Videos.Value.MaximumBytes : row.Length)} bytes that the upload may have.", StatusCodes.Status413PayloadTooLarge, "Upload too large");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Upload {Id}: a request was broken off")]
        internal static partial void Failed(ILogger logger, string id, Exception exception);
    }
}
