using System.Net.Sockets;

namespace Rvos.Testing.Servers;

/// <summary>A private RabbitMQ of one node (user and password <c>guest</c>) with an Erlang port mapper of its own.</summary>
/// <remarks>
/// RabbitMQ 3.10 registers a new quorum queue on disk some seconds late: one declared just before a kill comes back without its
/// messages and without a leader. A test that kills restarts the server in order first, once its queues are declared.
/// </remarks>
public sealed class RabbitMqServer : TestServer
{
    private readonly int _mapperPort;
    private readonly int _distributionPort;
    private ServerProcess? _mapper;

    private RabbitMqServer() : base("rabbitmq")
    {
        if (ServerTools.MissingRabbitMq is { } missing) throw new InvalidOperationException(missing);
        Port = TakePort();
        _mapperPort = TakePort();
        _distributionPort = TakePort();
    }

    /// <summary>AMQP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Address with user, password and the virtual host <c>/</c>.</summary>
    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{Port}/");

    private Dictionary<string, string> Variables => new()
    {
        ["HOME"] = Folder,
        ["ERL_EPMD_PORT"] = $"{_mapperPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = $"rvos{Port}@localhost",
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "log"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "rabbitmq.conf"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "plugins"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(Folder, "pid"),
        // No busy waiting: the tests need the cores.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",
    };

    /// <summary>Starts a new server.</summary>
    public static Task<RabbitMqServer> StartNewAsync() => StartedAsync(new RabbitMqServer());

    /// <summary>Runs <c>rabbitmqctl</c> and returns what it wrote, e.g. of <c>list_queues --silent name messages</c>.</summary>
    /// <param name="arguments">Command and its arguments.</param>
    public Task<string> ControlAsync(params string[] arguments) =>
        Tool.RunAsync([Program("rabbitmqctl"), .. arguments], Variables);

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        _mapper ??= ServerProcess.Start(["epmd", "-address", "127.0.0.1", "-port", $"{_mapperPort}"]);
        var cookie = Path.Combine(Folder, ".erlang.cookie");
        if (File.Exists(cookie)) return;
        await File.WriteAllTextAsync(cookie, Path.GetFileName(Folder).Replace("-", "", StringComparison.Ordinal)).ConfigureAwait(false);
        await Tool.RunAsync(["chmod", "400", cookie]).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(Folder, "plugins"), "[].\n").ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(Folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            disk_free_limit.absolute = 50MB

            """).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ServerProcess Launch() => ServerProcess.Start([Program("rabbitmq-server")], Variables);

    /// <inheritdoc/>
    protected override async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await client.ConnectAsync("127.0.0.1", Port, limit.Token).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), limit.Token).ConfigureAwait(false);
            var answer = new byte[1];
            // A method frame: connection.start.
            if (await stream.ReadAsync(answer, limit.Token).ConfigureAwait(false) != 1 || answer[0] != 1) return false;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
        // Its listeners open before quorum queues have leaders, and a call to a queue in between may never be answered.
        await ControlAsync("await_startup").ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task CleanAsync()
    {
        if (_mapper is not null) await _mapper.DisposeAsync().ConfigureAwait(false);
    }

    private static string Program(string name) => Path.Combine(ServerTools.RabbitMqFolder, name);
}
