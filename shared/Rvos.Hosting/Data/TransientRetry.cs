using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Rvos.Hosting.Data;

/// <summary>Runs database work again after failures that pass by themselves.</summary>
/// <param name="limit">No new try begins after this time.</param>
/// <param name="clock">For pauses.</param>
internal sealed class TransientRetry(TimeSpan limit, TimeProvider clock)
{
    private const int SqliteBusy = 5, SqliteLocked = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50), LongestPause = TimeSpan.FromSeconds(2);

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (Exception e) when (IsTransient(e) && clock.GetElapsedTime(start) < limit)
            {
                await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether the server never answered, so that what was asked may or may not have been done.</summary>
    public static bool IsConnectionLost(Exception e) => e switch
    {
        // 57P01 to 57P03: the server shuts down, crashed or starts up; class 08 is the connection itself.
        PostgresException refused => refused.SqlState.StartsWith("57P0", StringComparison.Ordinal) ||
            refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        NpgsqlException unanswered => unanswered.IsTransient,
        _ => false,
    };

    private static bool IsTransient(Exception e) => e switch
    {
        CommitUnknownException => false,
        SqliteException busy => busy.SqliteErrorCode is SqliteBusy or SqliteLocked,
        PostgresException refused => refused.IsTransient || IsConnectionLost(refused),
        NpgsqlException => IsConnectionLost(e),
        _ => false,
    };
}
