using System.Globalization;
using System.Runtime.InteropServices;
using Rvos.Testing.Servers;

namespace Rvos.Testing.Cluster;

/// <summary>Runs a local cluster until it is told to stop: <c>scripts/serve-distributed.sh [--decoders N] [--encoders N]</c>.</summary>
internal static class ClusterProgram
{
    private const string Usage = "usage: serve-distributed.sh [--decoders N] [--encoders N]";

    internal static async Task<int> RunAsync(string[] args)
    {
        if (ServerTools.Missing is { } missing) return await FailAsync(missing);
        if (Parse(args) is not { } options) return await FailAsync(Usage);
        var stop = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        Console.WriteLine("starting RabbitMQ, PostgreSQL, Azurite and the services…");
        await using var cluster = await LocalCluster.StartAsync(options);
        Console.WriteLine($"RVOS.Cloud listens at {cluster.Gateway.Url}");
        foreach (var service in cluster.Services) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {service.Name,-24} {service.Url}  process {service.ProcessId}"));
        Console.WriteLine($"  {"RabbitMQ",-24} {cluster.RabbitMq.Address}\n  {"PostgreSQL",-24} 127.0.0.1:{cluster.Postgres.Port}\n  {"Azurite",-24} 127.0.0.1:{cluster.Azurite.Port}");
        Console.WriteLine("Ctrl-C stops and removes all of it.");
        await stop.Task;
        return 0;
    }

    private static ClusterOptions? Parse(string[] args)
    {
        var options = new ClusterOptions { Decoders = 2 };
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 16) return null;
            switch (args[i])
            {
                case "--decoders": options = options with { Decoders = count }; break;
                case "--encoders": options = options with { Encoders = count }; break;
                default: return null;
            }
        }

        return options;
    }

    private static void Stop(PosixSignalContext context, TaskCompletionSource stop)
    {
        context.Cancel = true;
        stop.TrySetResult();
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 2;
    }
}
