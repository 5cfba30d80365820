using MassTransit;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>A bus that is not to be called within a transaction.</summary>
internal sealed class GuardedBus(TransactionGuard guard) : IPublishObserver, ISendObserver
{
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Checked<T>("publish");

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PreSend<T>(SendContext<T> context)
        where T : class => Checked<T>("send");

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    private Task Checked<T>(string action)
    {
        guard.Check($"{action} {typeof(T).Name}");
        return Task.CompletedTask;
    }
}
