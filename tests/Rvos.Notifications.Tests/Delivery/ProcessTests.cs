using Microsoft.AspNetCore.Http;
using Rvos.Notifications.Signing;
using Rvos.Notifications.Tests.Support;
using Rvos.Testing.Fixtures;

namespace Rvos.Notifications.Tests.Delivery;

/// <summary>The real process on the real clock, killed and terminated while a receiver makes it wait.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestDatabase _database = TestDatabase.Sqlite();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Kill_WhileSending_TheNextProcessSendsAgainWithTheSameIdAndItsSignatureHolds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        await using var receiver = await Receiver.StartAsync((context, number) => number == 1 ? Task.Delay(Patience, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default) : Answer(context));
        await using var seeding = await WebhookHarness.StartAsync(_database);
        var webhook = await seeding.CreateAsync(receiver.Url);
        await seeding.HappenAsync();

        using (var first = ServiceProcess.Start(Settings))
        {
            await UntilAsync(() => receiver.Messages.Count == 1);
            first.Kill();
        }

        using var second = ServiceProcess.Start(Settings);
        await UntilAsync(() => receiver.Messages.Count == 2);

        Assert.Single(receiver.Messages.Select(m => m.Id).Distinct());
        Assert.All(receiver.Messages, m => Assert.Equal(WebhookVerification.Valid, m.Verify(webhook.Secret!, TimeProvider.System.GetUtcNow())));
        var state = "";
        while (state != "delivered") state = (await seeding.DeliveryAsync(webhook.Id)).State;
    }

    [Fact]
    public async Task Terminate_WhileSending_FinishesRecordsAndExitsInOrder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals");
        var release = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync(async (context, _) =>
        {
            await release.Task;
            await Answer(context);
        });
        await using var seeding = await WebhookHarness.StartAsync(_database);
        var webhook = await seeding.CreateAsync(receiver.Url);
        await seeding.HappenAsync();
        using var service = ServiceProcess.Start(Settings);
        await UntilAsync(() => receiver.Messages.Count == 1);

        var status = await service.TerminateAsync(async () =>
        {
            await Task.Delay(300);
            release.SetResult();
        }).WaitAsync(Patience);

        Assert.Equal(0, status);
        Assert.Equal("delivered", (await seeding.DeliveryAsync(webhook.Id)).State);
        Assert.Single(receiver.Messages);
    }

    private Dictionary<string, string?> Settings => new(_database.Settings)
    {
        ["Rvos:Outbound:AllowedNetworks:0"] = "127.0.0.0/8",
        ["Rvos:Notifications:Timeout"] = "00:00:05",
        ["Rvos:Notifications:ClaimMargin"] = "00:00:01",
        ["Rvos:Notifications:PollInterval"] = "00:00:00.1",
    };

    private static Task Answer(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(20, patience.Token);
    }
}
