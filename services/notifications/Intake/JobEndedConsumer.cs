using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Notifications.Intake;

/// <summary>Turns the end of a job into messages to its tenant's endpoints. A message that comes twice adds nothing.</summary>
public sealed class JobEndedConsumer(NotificationIntake intake, JobEvents events) : IConsumer<JobEnded>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<JobEnded> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return intake.AcceptAsync(events.Of(context.Message), context.CancellationToken);
    }
}
