using Rvos.Cli.Submit;
using Rvos.Cli.Submit.Client;

namespace Rvos.Cli.Tests.Submit;

/// <summary>A folder with videos, or what a server that does not look takes for such.</summary>
internal sealed class Batch : IDisposable
{
    private readonly TemporaryFolder folder = new();

    internal Batch() => Directory.CreateDirectory(this["videos"]);

    internal string this[params string[] parts] => folder[parts];

    internal string Video(string name, int bytes)
    {
        var path = this["videos", name];
        var content = new byte[bytes];
        new Random(name.Sum(c => c) + bytes).NextBytes(content);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal static string[] Arguments(FakeServer server, params string[] arguments) => ["submit", .. arguments, "--server", server.Url.ToString(), "--json"];

    internal static Task<RvosProcess> RunAsync(FakeServer server, params string[] arguments) => RvosProcess.RunAsync(Arguments(server, arguments));

    /// <summary>A request for all videos, with little patience.</summary>
    internal SubmitRequest Request(FakeServer server) => new()
    {
        Inputs = [this["videos"]],
        Server = server.Url,
        IsZeroShot = true,
        Waits = true,
        Output = this["out"],
        Journal = this["journal"],
        Retry = new RetryOptions { First = TimeSpan.FromMilliseconds(10), Longest = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(20), Seed = 1 },
    };

    /// <summary>Runs it within this process.</summary>
    internal static Task<IReadOnlyList<FileOutcome>> RunAsync(SubmitRequest request, TextWriter? error = null) =>
        new BatchRunner(request, TimeProvider.System, TextReader.Null, TextWriter.Null, error ?? TextWriter.Null).RunFilesAsync(CancellationToken.None);

    public void Dispose() => folder.Dispose();
}
