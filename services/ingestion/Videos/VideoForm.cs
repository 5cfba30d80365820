using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Videos;

/// <summary>A video from a form (RFC 7578): part <c>file</c>, and a part <c>name</c> if wanted. The file is never held in memory.</summary>
internal static class VideoForm
{
    private const int MaximumNameBytes = 4096;
    private const int MaximumBoundary = 200;

    internal static async Task<IResult> TakeAsync(HttpContext http, VideoServices services, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MaximumBoundary } boundary)
            return Problems.Bad("content-type", "The form's boundary is missing or too long.");
        var reader = new MultipartReader(boundary, http.Request.Body);
        await using var draft = await services.Intake.BeginAsync(TenantFilter.TenantOf(http), services.Intake.NewId(), cancellation) ?? throw new InvalidOperationException("a new id is taken");
        try
        {
            var (name, fileName, problem) = await ReadAsync(reader, draft, cancellation);
            return problem ?? VideoHandlers.Created(http, await draft.CompleteAsync(VideoName.Of(name ?? fileName), cancellation));
        }
        catch (VideoRefusedException e)
        {
            return VideoProblems.Of(e, "file");
        }
    }

    private static async Task<(string? Name, string? FileName, IResult? Problem)> ReadAsync(MultipartReader reader, VideoDraft draft, CancellationToken cancellation)
    {
        string? name = null, fileName = null;
        while (await NextAsync(reader, cancellation) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return Bad("body", "A part of the form has no Content-Disposition.");
            switch (HeaderUtilities.RemoveQuotes(disposition.Name).Value)
            {
                case "file" when fileName is null:
                    fileName = disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? VideoName.Default;
                    await draft.WriteAsync(section.Body, null, cancellation);
                    break;
                case "name" when name is null:
                    name = await TextAsync(section.Body, cancellation);
                    if (name is null) return Bad("name", $"The name has more than {MaximumNameBytes} bytes.");
                    break;
                case var other:
                    return Bad(Problems.Short(other ?? "body"), $"The form has a part '{Problems.Short(other ?? "")}' too many: one file and at most one name are expected.");
            }
        }

        return fileName is null ? Bad("file", "The form has no part 'file'.") : (name, fileName, null);
    }

    private static (string?, string?, IResult?) Bad(string field, string detail) => (null, null, Problems.Bad(field, detail));

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellation);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new VideoRefusedException(VideoRefusal.TooLarge, "The body has more bytes than a video may have.", e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new VideoRefusedException(VideoRefusal.Incomplete, "The form ends too early, or is no form.", e);
        }
    }

    private static async Task<string?> TextAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[MaximumNameBytes + 1];
        try
        {
            var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
            return count > MaximumNameBytes ? null : Encoding.UTF8.GetString(bytes, 0, count);
        }
        catch (IOException e)
        {
            throw new VideoRefusedException(VideoRefusal.Incomplete, "The form ends too early.", e);
        }
    }
}
