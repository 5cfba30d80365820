using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rvos.Ingestion.Results;

/// <summary>Answers where a result is not there. Those that will be carry Retry-After.</summary>
internal static class ResultProblems
{
    private const int RetrySeconds = 2;

    /// <summary>404: not made yet, or never.</summary>
    /// <param name="http">Of the request.</param>
    /// <param name="job">The job.</param>
    /// <param name="what">The result, as a sentence begins: <c>The overlay</c>.</param>
    internal static IResult NotThere(HttpContext http, JobView job, string what)
    {
        var comes = job.State is not ("failed" or "cancelled");
        if (comes) SetRetry(http);
        return Missing(comes ? $"{what} is not made yet." : $"{what} was not made: the job is {job.State}.", comes ? "Not yet" : "No such result", job);
    }

    /// <summary>404: nobody asked for it.</summary>
    internal static IResult NotWanted(JobView job, string detail) => Missing(detail, "No such result", job);

    /// <summary>404: a frame without a mask, now or for ever.</summary>
    internal static IResult NotMasked(HttpContext http, JobView job, string frame)
    {
        var comes = job.State is "queued" or "running";
        if (comes) SetRetry(http);
        var words = comes ? "has no mask yet" : "has no mask";
        return Missing($"Frame {frame} {words}: {job.MaskedFrames} frames have, the job is {job.State}.", comes ? "Not yet" : "No such frame", job);
    }

    /// <summary>500: a blob is gone or damaged.</summary>
    internal static IResult Damaged() =>
        TypedResults.Problem("The masks of this job are damaged or gone.", statusCode: StatusCodes.Status500InternalServerError, title: "Damaged result");

    private static ProblemHttpResult Missing(string detail, string title, JobView job) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status404NotFound, title: title,
        extensions: new Dictionary<string, object?> { ["state"] = job.State, ["masked_frames"] = job.MaskedFrames });

    private static void SetRetry(HttpContext http) => http.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
}
