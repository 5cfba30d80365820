using Rvos.Contracts.Messages;

namespace Rvos.Notifications.Tests.Support;

/// <summary>Ends of jobs.</summary>
internal static class Ended
{
    internal static JobEnded Job(string eventId = "evt-1", string state = "completed", string tenant = WebhookHarness.Tenant) => new()
    {
        EventId = eventId,
        Tenant = tenant,
        JobId = "job_1",
        State = state,
        OccurredAt = new DateTimeOffset(2026, 1, 31, 11, 59, 0, TimeSpan.Zero),
        Frames = 48,
        Revision = 1,
        Labels = new Dictionary<string, string> { ["truckId"] = "7" },
        HasGroundTruth = true,
    };
}
