using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rvos.Hosting.Data;
using Rvos.Testing.Fixtures;

namespace Rvos.Hosting.Tests.Data;

public sealed class OutboxTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Add_Committed_IsPublishedAtOnceInOrder(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var publisher = new RecordingPublisher();
        // Nothing would come by polling within the limit.
        using var host = await StartAsync(test, publisher, pollSeconds: 60);
        for (var i = 0; i < 10; i++) await AddAsync(host, i * 2, i * 2 + 1);
        await publisher.WaitForAsync(20, Limit);
        Assert.Equal(Enumerable.Range(0, 20), publisher.Numbers);
        Assert.Equal(20, publisher.Messages.Select(message => message.MessageId).Distinct().Count());
        await UntilEmptyAsync(test);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Add_RolledBack_PublishesNothing(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var publisher = new RecordingPublisher();
        using var host = await StartAsync(test, publisher, pollSeconds: 0.05);
        var database = host.Services.GetRequiredService<Database>();
        await Assert.ThrowsAsync<InvalidDataException>(() => database.TransactAsync(async transaction =>
        {
            await host.Services.GetRequiredService<IOutbox>().AddAsync(transaction, new FrameCounted(-1));
            throw new InvalidDataException();
        }));
        await AddAsync(host, 7);
        await publisher.WaitForAsync(1, Limit);
        Assert.Equal([7], publisher.Numbers);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Publisher_FailingThenWorking_SendsEachInOrderWithItsId(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var publisher = new RecordingPublisher { FailuresAhead = 3, FailAt = 2 };
        using var host = await StartAsync(test, publisher, pollSeconds: 60);
        await AddAsync(host, 0, 1, 2, 3, 4);
        await publisher.WaitForAsync(5, Limit);
        Assert.Equal([0, 1, 2, 3, 4], publisher.Numbers);
        Assert.Equal(3, publisher.Refused.Count);
        Assert.Single(publisher.Refused.Append(publisher.Messages.ElementAt(2).MessageId).Distinct());
        await UntilEmptyAsync(test);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Publisher_DoesNotAnswer_NoTransactionIsOpen(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var gate = new TaskCompletionSource();
        var publisher = new RecordingPublisher { Gate = gate.Task };
        using var host = await StartAsync(test, publisher, pollSeconds: 60);
        await AddAsync(host, 0, 1);
        await publisher.Entered.Task.WaitAsync(Limit);
        // Others write.
        await AddAsync(host, 2).WaitAsync(Limit);
        if (dialect == SqlDialect.PostgreSql)
            Assert.Equal(0, await test.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'"));
        gate.SetResult();
        await publisher.WaitForAsync(3, Limit);
        Assert.Equal([0, 1, 2], publisher.Numbers);
        Assert.False(publisher.WasInTransaction);
        await UntilEmptyAsync(test);
    }

    [Fact]
    public async Task Dispatchers_OneWaitsForTheBus_NoOtherOvertakesIt()
    {
        await using var test = await TestDatabase.NewAsync(SqlDialect.PostgreSql, postgres);
        var gate = new TaskCompletionSource();
        var (slow, quick) = (new RecordingPublisher { Gate = gate.Task }, new RecordingPublisher());
        using var one = await StartAsync(test, slow, pollSeconds: 60);
        await AddAsync(one, 0);
        await slow.Entered.Task.WaitAsync(Limit);
        using var two = await StartAsync(test, quick, pollSeconds: 60);
        await AddAsync(two, 1);
        Assert.Equal(0, await two.Services.GetRequiredService<OutboxSender>().SendAsync(10, CancellationToken.None));
        Assert.Empty(quick.Messages);
        gate.SetResult();
        await slow.WaitForAsync(1, Limit);
        // Its lock is free again, whichever connection of the pool had it.
        using var limit = new CancellationTokenSource(Limit);
        while (await test.ScalarAsync<long>("select count(*) from outbox") > 0) await two.Services.GetRequiredService<OutboxSender>().SendAsync(10, limit.Token);
        Assert.Equal([0, 1], slow.Numbers.Concat(quick.Numbers));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Dispatchers_Two_LoseAndRepeatNothing(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var publisher = new RecordingPublisher();
        using var one = await StartAsync(test, publisher, pollSeconds: 0.02);
        using var two = await StartAsync(test, publisher, pollSeconds: 0.02);
        await Task.WhenAll(
            Task.Run(async () => { for (var i = 0; i < 50; i++) await AddAsync(one, i); }),
            Task.Run(async () => { for (var i = 50; i < 100; i++) await AddAsync(two, i); }));
        await publisher.WaitForAsync(100, Limit);
        await UntilEmptyAsync(test);
        Assert.Equal(Enumerable.Range(0, 100), publisher.Numbers.Order());
        Assert.Equal(Enumerable.Range(0, 50), publisher.Numbers.Where(n => n < 50));
        Assert.Equal(Enumerable.Range(50, 50), publisher.Numbers.Where(n => n >= 50));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Host_StoppedBeforeSending_SendsAfterTheNextStart(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var refusing = new RecordingPublisher { FailuresAhead = int.MaxValue, FailAt = 5 };
        using (var host = await StartAsync(test, refusing, pollSeconds: 60))
        {
            await AddAsync(host, 5, 6);
            await host.StopAsync();
        }
        var publisher = new RecordingPublisher();
        using var next = await StartAsync(test, publisher, pollSeconds: 60);
        await publisher.WaitForAsync(2, Limit);
        Assert.Equal([5, 6], publisher.Numbers);
    }

    [Fact]
    public async Task Add_InATrace_IsPublishedInItByWhoeverSends()
    {
        await using var test = await TestDatabase.NewAsync(SqlDialect.Sqlite, postgres);
        string trace;
        using (var host = await StartAsync(test, new RecordingPublisher { FailuresAhead = int.MaxValue, FailAt = 5 }, pollSeconds: 60))
        {
            using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
            trace = activity.TraceId.ToHexString();
            await AddAsync(host, 5);
            activity.Stop();
            await AddAsync(host, 6);
            await host.StopAsync();
        }
        var publisher = new RecordingPublisher();
        using var next = await StartAsync(test, publisher, pollSeconds: 60);
        await publisher.WaitForAsync(2, Limit);
        Assert.Equal([trace, null], publisher.Traces);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.PostgreSql)]
    public async Task Rows_UnknownOrUnreadable_HoldUpNoOthers(SqlDialect dialect)
    {
        await using var test = await TestDatabase.NewAsync(dialect, postgres);
        var publisher = new RecordingPublisher();
        using var host = await StartAsync(test, publisher, pollSeconds: 0.05);
        await test.ExecuteAsync($"""
            insert into outbox (message_id, type, body, added_at) values
            ('{Guid.NewGuid()}', 'System.Diagnostics.Process', '{"{}"}', 0),
            ('{Guid.NewGuid()}', '{typeof(FrameCounted).FullName}', 'no json', 0)
            """);
        await AddAsync(host, 1);
        await publisher.WaitForAsync(1, Limit);
        Assert.Equal([1], publisher.Numbers);
        // Published a moment before it is committed that it was.
        using (var patience = new CancellationTokenSource(Limit))
            while (await test.ScalarAsync<long>("select count(*) from outbox where error is null") != 1) await Task.Delay(20, patience.Token);
        Assert.Equal(1, await test.ScalarAsync<long>("select count(*) from outbox where error is not null"));
    }

    [Fact]
    public async Task Add_UnregisteredType_IsRefused()
    {
        await using var test = await TestDatabase.NewAsync(SqlDialect.Sqlite, postgres);
        using var host = await StartAsync(test, new RecordingPublisher(), pollSeconds: 60);
        var outbox = host.Services.GetRequiredService<IOutbox>();
        await Assert.ThrowsAsync<ArgumentException>(() =>
            host.Services.GetRequiredService<Database>().TransactAsync(transaction => outbox.AddAsync(transaction, "text")));
    }

    private static Task AddAsync(IHost host, params int[] numbers) =>
        host.Services.GetRequiredService<Database>().TransactAsync(async transaction =>
        {
            var outbox = host.Services.GetRequiredService<IOutbox>();
            foreach (var number in numbers) await outbox.AddAsync(transaction, new FrameCounted(number));
        });

    private static async Task UntilEmptyAsync(TestDatabase test)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await test.ScalarAsync<long>("select count(*) from outbox") > 0) await Task.Delay(20, limit.Token);
    }

    private static async Task<IHost> StartAsync(TestDatabase test, IOutboxPublisher publisher, double pollSeconds)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Rvos:Database:Provider"] = $"{test.Options.Provider}",
            ["Rvos:Database:ConnectionString"] = test.Options.ConnectionString,
            ["Rvos:Outbox:PollSeconds"] = $"{pollSeconds}",
            ["Rvos:Outbox:FirstPauseSeconds"] = "0.05",
        });
        builder.Services.AddSingleton(publisher);
        builder.AddRvosOutbox().AddOutboxMessages(typeof(FrameCounted));
        // SQLite is for one process: its hosts share the database object, those of a server do not.
        if (test.Options.Provider == SqlDialect.Sqlite) builder.Services.AddSingleton(test.Database);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
