using Microsoft.AspNetCore.Http.HttpResults;
using Rvos.Hosting.Http;

namespace Rvos.Ingestion.Videos;

/// <summary>Answers for videos that are not taken.</summary>
internal static class VideoProblems
{
    internal static ProblemHttpResult Of(VideoRefusedException refused, string field) => refused.Reason switch
    {
        VideoRefusal.TooLarge => TooLarge(refused.Message, field),
        VideoRefusal.Incomplete => Problems.At(field, refused.Message, StatusCodes.Status400BadRequest, "Video incomplete"),
        VideoRefusal.BeyondLimits => Problems.At(field, refused.Message, StatusCodes.Status422UnprocessableEntity, "Video beyond the limits"),
        _ => Problems.At(field, refused.Message, StatusCodes.Status422UnprocessableEntity, "Not a video"),
    };

    internal static ProblemHttpResult TooLarge(string detail, string field) => Problems.At(field, detail, StatusCodes.Status413PayloadTooLarge, "Video too large");

    internal static ProblemHttpResult TooSlow(TimeSpan limit) =>
        Problems.At("body", $"The video did not come in within {limit.TotalSeconds:0} s.", StatusCodes.Status408RequestTimeout, "Video too slow");

    internal static ProblemHttpResult Fetch(string title, string detail) => Problems.At("url", detail, StatusCodes.Status422UnprocessableEntity, title);
}
