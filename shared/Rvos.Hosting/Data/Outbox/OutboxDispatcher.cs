using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rvos.Hosting.Background;

namespace Rvos.Hosting.Data;

/// <summary>
/// Empties the outbox: at once after a commit of this process, by looking for those of others, and ever more slowly while the
/// bus or the database refuses.
/// </summary>
internal sealed class OutboxDispatcher(OutboxSender sender, OutboxSignal signal, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<OutboxDispatcher> logger)
    : RecurringService(clock, logger)
{
    /// <inheritdoc/>
    protected override async Task<TimeSpan> TurnAsync(CancellationToken stopping)
    {
        if (await sender.SendAsync(options.Value.BatchSize, stopping).ConfigureAwait(false) == 0)
            await signal.WaitAsync(TimeSpan.FromSeconds(options.Value.PollSeconds), stopping).ConfigureAwait(false);
        return TimeSpan.Zero;
    }

    /// <inheritdoc/>
    protected override TimeSpan PauseAfter(int failures) => TimeSpan.FromSeconds(
        Math.Min(options.Value.LongestPauseSeconds, options.Value.FirstPauseSeconds * Math.Pow(2, Math.Min(failures - 1, 30))));
}
