using System.Data.Common;
using Dapper;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>Videos are needed by jobs that have not ended.</summary>
internal sealed class JobVideoUse : IVideoUse
{
    /// <inheritdoc/>
    public Task<bool> IsUsedAsync(DbTransaction transaction, string videoId) =>
        transaction.Connection!.ExecuteScalarAsync<bool>(
            "select exists (select 1 from jobs where video_id = @videoId and state in ('storing', 'queued', 'running', 'finishing'))", new { videoId }, transaction);
}
