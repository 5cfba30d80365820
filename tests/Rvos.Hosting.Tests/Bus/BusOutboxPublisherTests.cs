using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Data;

namespace Rvos.Hosting.Tests.Bus;

public sealed class BusOutboxPublisherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task PublishAsync_BeforeTheBusHasItsQueues_ReachesThemAll()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddSingleton<Heard>();
        builder.AddBusConsumer<Listener>("test-said").AddRvosBus();
        using var host = builder.Build();

        var publishing = host.Services.GetRequiredService<IOutboxPublisher>().PublishAsync(new OutboxMessage(Guid.NewGuid(), new Said("early"), null), CancellationToken.None);
        await host.StartAsync();
        await publishing.WaitAsync(Patience);

        Assert.Equal("early", (await host.Services.GetRequiredService<Heard>().Message.Task.WaitAsync(Patience)).Text);
        await host.StopAsync();
    }

    public sealed record Said(string Text);

    private sealed class Heard
    {
        internal TaskCompletionSource<Said> Message { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Listener(Heard heard) : IConsumer<Said>
    {
        public Task Consume(ConsumeContext<Said> context)
        {
            heard.Message.TrySetResult(context.Message);
            return Task.CompletedTask;
        }
    }
}
