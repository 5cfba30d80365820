using Rvos.Testing.Servers;

namespace Rvos.Testing.Cluster;

/// <summary>A service of this repository as a process on loopback. It may be killed and started again.</summary>
public sealed class ServiceProcess : TestServer
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly IReadOnlyList<string> command;
    private readonly Dictionary<string, string> environment;
    private readonly string ready;

    private ServiceProcess(string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> settings, string ready, Func<string, string[]>? arguments)
        : base(name)
    {
        Url = $"http://127.0.0.1:{TakePort()}";
        this.command = [.. command, .. arguments?.Invoke(Url) ?? []];
        this.ready = ready;
        environment = new Dictionary<string, string>(settings)
        {
            ["ASPNETCORE_URLS"] = Url,
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["TMPDIR"] = Folder,
            ["DOTNET_gcServer"] = "0",
            // ASP.NET's default: ./test has it off for the hosts in tests, and programs must not depend on that.
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "true",
        };
    }

    /// <summary>Address that it listens at.</summary>
    public string Url { get; }

    /// <summary>A service's own program, not started yet.</summary>
    /// <param name="name">Folder of the service, such as <c>encoder</c>.</param>
    /// <param name="settings">Environment, with settings as <c>Rvos__Jobs__MaximumRunning</c>.</param>
    public static ServiceProcess Service(string name, IReadOnlyDictionary<string, string> settings) =>
        new($"service-{name}", ["dotnet", Programs.Service(name)], settings, "/health/ready", null);

    /// <summary><c>rvos serve</c>, not started yet.</summary>
    /// <param name="data">Its folder.</param>
    /// <param name="settings">Environment.</param>
    public static ServiceProcess AllInOne(string data, IReadOnlyDictionary<string, string> settings) =>
        new("rvos-serve", ["dotnet", Programs.Rvos, "serve", "--data", data], settings, "/health/ready", url => ["--port", new Uri(url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    /// <inheritdoc/>
    protected override ServerProcess Launch() => ServerProcess.Start(command, environment);

    /// <inheritdoc/>
    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Url + ready)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
