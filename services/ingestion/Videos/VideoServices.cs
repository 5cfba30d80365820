using Microsoft.Extensions.Options;
using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Videos;

/// <summary>What the handlers need.</summary>
internal sealed record VideoServices(
    VideoLibrary Library, VideoIntake Intake, VideoFetcher Fetcher, IBlobStore Blobs, IOptions<VideoOptions> Options, TimeProvider Time, ILogger<VideoServices> Logger);
