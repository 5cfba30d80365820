using Rvos.Contracts.Http;

namespace Rvos.Ingestion.Uploads;

/// <summary>What the API shows of uploads.</summary>
internal static class UploadResponses
{
    internal static UploadResponse Of(UploadRow row) => new()
    {
        Id = row.Id,
        State = row.State,
        Length = row.IsDeferred ? null : row.Length,
        Offset = row.Received,
        VideoId = row.State == UploadState.Completed ? row.VideoId : null,
        Error = row.Error,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        ExpiresAt = row.Expires,
    };
}
