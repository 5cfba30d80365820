using Dapper;
using Microsoft.Extensions.Options;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Data;
using Rvos.Ingestion.Jobs.Flow;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Exports;

/// <summary>Sees to it that one process makes the overlay of a job. Its owner's time is the row's next check: when the owner is dead the sweeper asks again, and not before.</summary>
internal sealed class ExportLeases(Database database, JobWriter jobs, JobFlow flow, IOptions<JobOptions> options, TimeProvider time)
{
    private const int RenewalsInTime = 3;

    /// <summary>Takes a job's export on; null when another process has done so, or there is nothing of that revision to be made any more.</summary>
    internal async Task<ExportLease?> TryTakeAsync(ExportsRequested request, CancellationToken cancellation)
    {
        var owner = Guid.NewGuid().ToString("N");
        return await jobs.ChangeAsync(request.JobId, row => flow.Own(row, request, owner), cancellation) is { } owned
            ? new ExportLease(owned, token => RenewAsync(owned.Id, owner, token), options.Value.StallTime / RenewalsInTime, time)
            : null;
    }

    // Not the whole row: its manifest may be large.
    private async Task<bool> RenewAsync(string id, string owner, CancellationToken cancellation) =>
        await database.TransactAsync(
            transaction => transaction.Connection!.ExecuteAsync(
                "update jobs set next_check_at = @next where id = @id and export_owner = @owner",
                new { id, owner, next = (time.GetUtcNow() + options.Value.StallTime).ToUnixTimeMilliseconds() },
                transaction),
            cancellation) == 1;
}
