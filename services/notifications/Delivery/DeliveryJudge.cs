using Rvos.Notifications.Store;

namespace Rvos.Notifications.Delivery;

/// <summary>What follows from an attempt: done, tried again later, given up, or the endpoint disabled.</summary>
internal sealed class DeliveryJudge(RetrySchedule schedule)
{
    internal DeliveryOutcome Judge(ClaimedDelivery delivery, AttemptResult result, DateTimeOffset startedAt, DateTimeOffset finishedAt)
    {
        var gone = result.Status == AttemptResult.Gone;
        var next = result.Delivered || gone || result.Hopeless ? null : schedule.Next((int)delivery.AttemptsThisRound + 1, result.RetryAfter);
        return new DeliveryOutcome
        {
            State = result.Delivered ? DeliveryState.Delivered : next is null ? DeliveryState.Failed : DeliveryState.Pending,
            NextAttemptAt = (finishedAt + (next ?? TimeSpan.Zero)).ToUnixTimeMilliseconds(),
            BlockedUntil = Blocked(delivery, result) is { Ticks: > 0 } pause ? (finishedAt + pause).ToUnixTimeMilliseconds() : 0,
            DisableReason = gone ? "the receiver answered 410 Gone" : null,
            StartedAt = startedAt.ToUnixTimeMilliseconds(),
            FinishedAt = finishedAt.ToUnixTimeMilliseconds(),
            Status = result.Status,
            Error = result.Error,
            LatencyMs = (long)(finishedAt - startedAt).TotalMilliseconds,
        };
    }

    // A receiver that says it is overloaded gets none of its other messages either until it wants them.
    private static TimeSpan Blocked(ClaimedDelivery delivery, AttemptResult result)
    {
        if (result.Delivered) return TimeSpan.Zero;
        var pause = CircuitBreaker.Pause(delivery.ConsecutiveFailures + 1);
        if (result is not { Status: 429 or 503, RetryAfter: { } asked }) return pause;
        if (asked > RetrySchedule.MaximumRetryAfter) asked = RetrySchedule.MaximumRetryAfter;
        return asked > pause ? asked : pause;
    }
}
