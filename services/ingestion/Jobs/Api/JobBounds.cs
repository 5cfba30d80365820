using Rvos.Hosting.Http;
using Rvos.Video.Prompts;

namespace Rvos.Ingestion.Jobs.Api;

/// <summary>How much the bodies of requests for jobs may hold.</summary>
internal static class JobBounds
{
    // An 8K mask of noise aside, run lengths of a mask take some kilobytes. 2,000 masks of 1920 x 1080, what a request may have, fit into all of them.
    private const int RunBytes = 4 << 20, AllRunBytes = 32 << 20;

    private const double Base64Memory = 0.75;

    // Values beside those of polygons: an object has fewer than 12, its box and the size of its run lengths included.
    private const long ObjectValues = 12, PointValues = 4;

    /// <summary>Of <see cref="Contracts.Http.CreateJobRequest"/>.</summary>
    internal static JsonBound OfCreation(JobOptions options) => JsonBound.Body(
        Values(options), Objects(options), Masks("masks", options.MaximumGivenObjects, options), Masks("ground_truth", Math.Max(options.MaximumGivenObjects, options.MaximumGivenFrames), options));

    /// <summary>Of <see cref="Contracts.Http.ChangeObjectsRequest"/>.</summary>
    internal static JsonBound OfChange(JobOptions options) => JsonBound.Body(Values(options), Objects(options));

    private static JsonBound Objects(JobOptions options) => new("objects", options.MaximumGivenObjects, "objects")
    {
        Properties =
        [
            new JsonBound("polygon", 2L * PolygonPrompt.MaxPoints, $"numbers, two for each of {PolygonPrompt.MaxPoints} points") { MostInAll = 2L * options.MaximumPoints },
            new JsonBound("rle", JsonBound.MostElements, "properties") { Properties = [new JsonBound("counts", RunBytes, "bytes or numbers of run lengths") { MostInAll = AllRunBytes }] },
            Png(options),
        ],
    };

    private static JsonBound Masks(string name, int most, JobOptions options) => new(name, most, "masks") { Properties = [Png(options)] };

    private static JsonBound Png(JobOptions options) => new("png", options.MaximumBodyBytes, "bytes") { TextMemory = Base64Memory };

    private static long Values(JobOptions options) => PointValues * options.MaximumPoints + ObjectValues * Math.Max(options.MaximumGivenObjects, options.MaximumGivenFrames);
}
