using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Rvos.Ingestion.Results;

/// <summary>Caching of results: they may be kept, but a job's objects may be corrected, so that each use asks first whether they still hold.</summary>
internal static class ResultCache
{
    private const int TagLength = 32;

    /// <summary>Says so in an answer.</summary>
    internal static void Revalidate(HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>The tag of bytes.</summary>
    internal static EntityTagHeaderValue TagOf(ReadOnlySpan<byte> bytes) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..TagLength]}\"");

    /// <summary>The tag of what is made of a job's masks while it is sent.</summary>
    internal static EntityTagHeaderValue TagOf(JobView job, string variant = "") => new($"\"{job.Revision}-{job.MaskedFrames}{variant}\"", isWeak: true);

    /// <summary>True when the caller has what the tag says.</summary>
    internal static bool IsKnown(HttpContext http, EntityTagHeaderValue tag) =>
        new RequestHeaders(http.Request.Headers).IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
}
