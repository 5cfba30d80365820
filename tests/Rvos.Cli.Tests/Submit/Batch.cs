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

    public void Dispose() => folder.Dispose();
}
