using Microsoft.Extensions.Options;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Uploads;

/// <summary>What the handlers need.</summary>
internal sealed record UploadServices(
    UploadStore Store, UploadJoiner Joiner, UploadReceiver Receiver, UploadFinisher Finisher, UploadPlaces Places, VideoIntake Intake, IOptions<UploadOptions> Options, IOptions<VideoOptions> Videos,
    IHostApplicationLifetime Lifetime, TimeProvider Time, ILogger<UploadServices> Logger);
