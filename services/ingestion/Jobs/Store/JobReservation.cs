using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Api;
using Rvos.Ingestion.Jobs.Prompts;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Jobs.Store;

/// <summary>Makes the rows of new jobs before anything of them is stored, so that whatever a killed process leaves is found again.</summary>
internal sealed class JobReservation(Database database, IOptions<JobOptions> options)
{
    private const string InsertKey = """
        insert into job_requests (tenant, idempotency_key, body_hash, job_id, created_at) values (@Tenant, @Key, @BodyHash, @Id, @CreatedAt)
        """;

    // Any number of our own, beside the starter's: "rese" in ASCII.
    private const long LockKind = 0x72657365;

    /// <summary>The job that a key made before; null when it made none.</summary>
    /// <exception cref="BadRequestFieldException">It was another request.</exception>
    internal async Task<string?> FindAsync(string tenant, IdempotencyKey key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await FindAsync(connection, null, tenant, key);
    }

    /// <summary>Reserves a job.</summary>
    /// <param name="row">The row, of state <see cref="JobState.Storing"/>.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="key">The key that stands for it; null for none.</param>
    /// <param name="quota">Unfinished jobs that its API key may have; null for no limit.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The id of the job: another one when the same request came twice at once.</returns>
    /// <exception cref="BadRequestFieldException">There are too many jobs, or the video is gone.</exception>
    internal Task<string> ReserveAsync(JobRow row, IReadOnlyDictionary<string, string> labels, IdempotencyKey? key, int? quota, CancellationToken cancellation) =>
        database.TransactAsync(
            async transaction =>
            {
                var connection = transaction.Connection!;
                await LockTenantAsync(transaction, row.Tenant);
                // It locks the video's row, against its deletion.
                if (await VideoLibrary.HoldAsync(transaction, row.Tenant, row.VideoId) is null) throw new BadRequestFieldException("video", $"There is no video '{row.VideoId}'.");
                if (key is not null && await FindAsync(connection, transaction, row.Tenant, key) is { } before) return before;
                await CheckRoomAsync(transaction, row.Tenant, row.KeyId, quota);
                await connection.ExecuteAsync(JobRow.Insert, row, transaction);
                foreach (var (name, value) in labels)
                    await connection.ExecuteAsync("insert into job_labels (job_id, name, value) values (@Id, @name, @value)", new { row.Id, name, value }, transaction);
                if (key is not null) await connection.ExecuteAsync(InsertKey, new { row.Tenant, key.Key, key.BodyHash, row.Id, row.CreatedAt }, transaction);
                return row.Id;
            },
            cancellation);

    /// <summary>Makes a tenant's reservations wait for each other until the transaction ends: what is counted, and what keys stand for, is so until then.</summary>
    internal Task LockTenantAsync(DbTransaction transaction, string tenant) => database.LockTenantAsync(transaction, LockKind, tenant);

    /// <summary>Checks that one more job may wait or be in work.</summary>
    /// <exception cref="BadRequestFieldException">There are as many as there may be.</exception>
    internal async Task CheckRoomAsync(DbTransaction transaction, string tenant, string? key, int? quota)
    {
        const string Unfinished = "state in ('storing', 'queued', 'running', 'finishing')";
        var (connection, most) = (transaction.Connection!, options.Value.MaximumUnfinished);
        if (await connection.ExecuteScalarAsync<long>($"select count(*) from jobs where tenant = @tenant and {Unfinished}", new { tenant }, transaction) >= most)
            throw new BadRequestFieldException("jobs", $"There are {most} unfinished jobs, as many as a tenant may have.", StatusCodes.Status429TooManyRequests);
        if (quota is not null && await connection.ExecuteScalarAsync<long>($"select count(*) from jobs where key_id = @key and {Unfinished}", new { key }, transaction) >= quota)
            throw new BadRequestFieldException("jobs", $"There are {quota} unfinished jobs, as many as this API key may have.", StatusCodes.Status429TooManyRequests);
    }

    /// <summary>Labels as a column.</summary>
    internal static string Text(IReadOnlyDictionary<string, string> labels) => JsonSerializer.Serialize(labels);

    private static async Task<string?> FindAsync(DbConnection connection, DbTransaction? transaction, string tenant, IdempotencyKey key)
    {
        var row = await connection.QuerySingleOrDefaultAsync<JobRequestRow>(
            "select body_hash as BodyHash, job_id as JobId from job_requests where tenant = @tenant and idempotency_key = @Key", new { tenant, key.Key }, transaction);
        if (row is null) return null;
        return row.BodyHash == key.BodyHash ? row.JobId
            : throw new BadRequestFieldException(IdempotencyKey.Header, "The key was used for another request: a key stands for one body.");
    }
}
