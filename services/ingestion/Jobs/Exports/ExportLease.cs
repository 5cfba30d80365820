using System.Data.Common;
using Rvos.Ingestion.Jobs.Store;

namespace Rvos.Ingestion.Jobs.Exports;

/// <summary>The right to make the overlay of a job. It stands in the job's row, renews itself until it is disposed, and is given back by what becomes of the job then.</summary>
internal sealed class ExportLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _released = new();
    private readonly Task _renewal;

    /// <param name="row">The job, with its new owner.</param>
    /// <param name="renew">Puts the time off at which the lease runs out; false when another has it, or the job is not to be exported any more.</param>
    /// <param name="interval">Between two renewals.</param>
    /// <param name="time">Of the interval.</param>
    internal ExportLease(JobRow row, Func<CancellationToken, Task<bool>> renew, TimeSpan interval, TimeProvider time)
    {
        (Row, Lost) = (row, _lost.Token);
        _renewal = RenewAsync(renew, interval, time);
    }

    /// <summary>The job as it was taken on.</summary>
    internal JobRow Row { get; }

    /// <summary>Cancelled when another has it, or the job is not to be exported any more.</summary>
    internal CancellationToken Lost { get; }

    /// <summary>Whether a row, as it is now, says so.</summary>
    internal bool Holds(JobRow row) => row.ExportOwner == Row.ExportOwner;

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _renewal;
        _lost.Dispose();
        _released.Dispose();
    }

    private async Task RenewAsync(Func<CancellationToken, Task<bool>> renew, TimeSpan interval, TimeProvider time)
    {
        try
        {
            do await Task.Delay(interval, time, _released.Token);
            while (await TryRenewAsync(renew));
            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (_released.IsCancellationRequested)
        {
            // Disposed: held to the end.
        }
    }

    private async Task<bool> TryRenewAsync(Func<CancellationToken, Task<bool>> renew)
    {
        try
        {
            return await renew(_released.Token);
        }
        catch (DbException)
        {
            // Nobody else gets it meanwhile: the row says whose it is once the database is there again.
            return true;
        }
    }
}
