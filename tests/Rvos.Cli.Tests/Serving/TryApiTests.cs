using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Rvos.Testing;

namespace Rvos.Cli.Tests.Serving;

/// <summary>The session of docs/serving.md against <c>rvos serve</c>: the script that the document shows, run as a user runs it.</summary>
public class TryApiTests
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);
    private static readonly string Root = SharedData.RepositoryRoot;

    [Fact]
    public async Task Script_AgainstServe_EndsWithAnOverlayOfTwoObjects()
    {
        using var folder = new TemporaryFolder();
        var key = (await RvosProcess.RunAsync("keys", "create", "--tenant", "acme", "--database", folder["data", "rvos.db"])).Output.Trim();
        using var server = RvosProcess.Start("serve", "--port", "0", "--data", folder["data"], "--require-keys");
        try
        {
            var said = await RunAsync(await RvosProcess.AddressAsync(server).WaitAsync(Limit), folder["out"], key);
            Assert.Contains("100000 of 212201 bytes were there", said, StringComparison.Ordinal);
            Assert.Contains("frame 10 is as it was", said, StringComparison.Ordinal);
            var job = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(folder["out", "job.json"]));
            Assert.Equal(("completed", 2, 100), (job.GetProperty("state").GetString(), job.GetProperty("revision").GetInt32(), job.GetProperty("progress").GetProperty("frames_segmented").GetInt32()));
            using (var zip = ZipFile.OpenRead(folder["out", "masks.zip"])) Assert.Equal(100, zip.Entries.Count(entry => entry.Name.EndsWith(".png", StringComparison.Ordinal)));
            Assert.Equal(100, new FileInfo(folder["out", "overlay-first-100-bytes"]).Length);
            Assert.True(new FileInfo(folder["out", "overlay.mp4"]).Length > 10_000);
            // Videos, database and keys are no other user's of the machine.
            Assert.All(Directory.GetFileSystemEntries(folder["data"], "*", SearchOption.AllDirectories).Append(folder["data"]), path => Assert.Equal(default, File.GetUnixFileMode(path) & Others));
            Assert.NotEqual(await File.ReadAllBytesAsync(folder["out", "00060.png"]), await File.ReadAllBytesAsync(folder["out", "00060-corrected.png"]));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task<string> RunAsync(string url, string output, string key)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Root, "scripts", "try-api.sh"), url, output]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RVOS_API_KEY"] = key;
        using var script = Process.Start(start)!;
        var (said, complained) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        try
        {
            await script.WaitForExitAsync().WaitAsync(Limit);
        }
        finally
        {
            if (!script.HasExited) script.Kill(entireProcessTree: true);
        }

        Assert.True(script.ExitCode == 0, $"{await said}\n{await complained}");
        return await said;
    }
}
