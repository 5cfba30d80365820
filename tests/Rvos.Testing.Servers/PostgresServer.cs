namespace Rvos.Testing.Servers;

/// <summary>A private PostgreSQL without durability against power loss (fsync off), with superuser <c>rvos</c>.</summary>
public sealed class PostgresServer : TestServer
{
    private const string User = "rvos";
    private readonly string _programs;

    private PostgresServer() : base("postgresql")
    {
        _programs = ServerTools.PostgresFolder ?? throw new InvalidOperationException(ServerTools.MissingPostgres);
        Port = TakePort();
    }

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Of the database <c>postgres</c>.</summary>
    public string ConnectionString => ConnectionTo("postgres");

    private string Data => Path.Combine(Folder, "data");

    // PostgreSQL refuses to run as root.
    private static string[] Unprivileged => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        : [];

    /// <summary>Starts a new server.</summary>
    public static Task<PostgresServer> StartNewAsync() => StartedAsync(new PostgresServer());

    /// <summary>Creates an empty database and returns its connection string.</summary>
    /// <param name="name">Lower-case letters, digits and underscores.</param>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await Tool.RunAsync([Program("createdb"), "-h", "127.0.0.1", "-p", $"{Port}", "-U", User, name]).ConfigureAwait(false);
        return ConnectionTo(name);
    }

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        if (Directory.Exists(Data)) return;
        if (Environment.IsPrivilegedProcess) await Tool.RunAsync(["chown", "postgres:postgres", Folder]).ConfigureAwait(false);
        await Tool.RunAsync([.. Unprivileged, Program("initdb"), "-A", "trust", "--no-sync", "-U", User, "-D", Data])
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ServerProcess Launch() => ServerProcess.Start(
    [
        .. Unprivileged, Program("postgres"), "-D", Data, "-p", $"{Port}", "-k", Folder,
        "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
    ]);

    /// <inheritdoc/>
    protected override async Task<bool> AnswersAsync()
    {
        var (status, _) = await Tool.TryRunAsync([Program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{Port}"])
            .ConfigureAwait(false);
        return status == 0;
    }

    /// <inheritdoc/>
    protected override async Task StopAsync(ServerProcess process)
    {
        // Its SIGTERM waits for clients to leave; fast mode ends their sessions.
        await Tool.RunAsync([.. Unprivileged, Program("pg_ctl"), "-D", Data, "-m", "fast", "-w", "stop"]).ConfigureAwait(false);
        await process.WaitAsync().ConfigureAwait(false);
    }

    private string Program(string name) => Path.Combine(_programs, name);

    private string ConnectionTo(string database) => $"Host=127.0.0.1;Port={Port};Username={User};Database={database}";
}
