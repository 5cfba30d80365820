using Dapper;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Rvos.Testing.Servers;

namespace Rvos.Hosting.Tests.Servers;

public sealed class TestServerTests
{
    [Fact]
    public async Task RabbitMq_KilledAndStarted_KeepsDurableMessages()
    {
        if (ServerTools.MissingRabbitMq is { } missing) Assert.Skip(missing);
        await using var server = await RabbitMqServer.StartNewAsync();
        var factory = new ConnectionFactory { Uri = server.Address };
        await using (var connection = await factory.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        }
        await server.RestartAsync();
        await using (var connection = await factory.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true)))
        {
            await channel.BasicPublishAsync("", "kept", mandatory: true, new BasicProperties { Persistent = true }, new byte[] { 7 });
        }

        await server.KillAsync();
        Assert.False(server.IsRunning);
        await server.StartAsync();

        await using var again = await factory.CreateConnectionAsync();
        await using var reader = await again.CreateChannelAsync();
        var received = new TaskCompletionSource<byte[]>();
        var consumer = new AsyncEventingBasicConsumer(reader);
        consumer.ReceivedAsync += (_, message) =>
        {
            received.TrySetResult(message.Body.ToArray());
            return Task.CompletedTask;
        };
        await reader.BasicConsumeAsync("kept", autoAck: true, consumer);
        Assert.Equal([7], await received.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("kept", await server.ControlAsync("list_queues", "--silent", "name"), StringComparison.Ordinal);
        await server.StopAsync();
        Assert.False(server.IsRunning);
    }

    [Fact]
    public async Task Postgres_KilledStoppedAndRestarted_KeepsRows()
    {
        if (ServerTools.MissingPostgres is { } missing) Assert.Skip(missing);
        string folder;
        await using (var server = await PostgresServer.StartNewAsync())
        {
            folder = server.Folder;
            var connectionString = await server.CreateDatabaseAsync("kept") + ";Pooling=false";
            await using (var first = new NpgsqlConnection(connectionString))
            {
                await first.ExecuteAsync("create table rows (id text); insert into rows values ('a')");
            }
            await server.KillAsync();
            await server.StartAsync();
            await server.RestartAsync();
            await using var connection = new NpgsqlConnection(connectionString);
            Assert.Equal("a", await connection.ExecuteScalarAsync<string>("select id from rows"));
        }
        Assert.False(Directory.Exists(folder));
    }
}
