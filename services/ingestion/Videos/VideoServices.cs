using Microsoft.Extensions.Options;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Outbound;

namespace Rvos.Ingestion.Videos;

/// <summary>What the handlers need.</summary>
internal sealed record VideoServices(
    VideoLibrary Library, VideoIntake Intake, IBlobStore Blobs, OutboundGuard Guard, IHttpClientFactory Clients, IOptions<VideoOptions> Options, TimeProvider Time,
    ILogger<VideoServices> Logger);
