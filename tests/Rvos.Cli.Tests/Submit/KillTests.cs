using System.Diagnostics;
using System.Text.Json;

namespace Rvos.Cli.Tests.Submit;

/// <summary>The real process is killed in the middle of a batch, and run again.</summary>
public class KillTests
{
    private const int Files = 6;

    [Fact]
    public async Task Submit_KilledAgainAndAgain_EachFileHasExactlyOneJob()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = Videos();
        server.Faults.UploadPace = TimeSpan.FromMilliseconds(30);
        server.Faults.JobPace = TimeSpan.FromMilliseconds(100);
        var arguments = Batch.Arguments(server, batch["videos"], "--zero-shot", "-o", batch["out"], "--parallel", "2");
        await KillWhenAsync(arguments, () => server.State.Uploads.Values.Any(u => u.Bytes.Length > 100_000));
        await KillWhenAsync(arguments, () => !server.State.Jobs.IsEmpty);
        await KillWhenAsync(arguments, () => server.State.Jobs.Count >= 3 && server.State.Uploads.Values.Any(u => u.Video is null && u.Bytes.Length > 0));
        await KillWhenAsync(arguments, () => server.State.Jobs.Count >= 5);
        var begun = server.State.Uploads.Count;
        var run = await RvosProcess.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.Equal(Files, server.State.Jobs.Count);
        Assert.Equal(Files, server.State.Jobs.Values.Select(j => server.State.Videos[j.Video].Name).Distinct().Count());
        Assert.All(Enumerable.Range(0, Files), i => Assert.Equal(5, Directory.GetFiles(batch["out", $"v{i}", "masks"]).Length));
        Assert.All(Enumerable.Range(0, Files), i => Assert.Equal(File.ReadAllBytes(batch["videos", $"v{i}.mp4"]), File.ReadAllBytes(batch["out", $"v{i}", "overlay.mp4"])));
        Assert.Empty(Directory.EnumerateFileSystemEntries(batch["out"], ".*"));
        Assert.InRange(begun, 5, Files + 4);
    }

    [Fact]
    public async Task Submit_Interrupted_SaysSoAndTheSameCommandGoesOn()
    {
        await using var server = await FakeServer.StartAsync();
        using var batch = Videos();
        server.Faults.UploadPace = TimeSpan.FromMilliseconds(50);
        var arguments = Batch.Arguments(server, batch["videos"], "--zero-shot", "-o", batch["out"], "--parallel", "1");
        using var process = RvosProcess.Start(arguments);
        while (server.State.Jobs.IsEmpty) await Task.Delay(10);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync();
        var run = await RvosProcess.FinishAsync(process);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("stopped", JsonSerializer.Deserialize<JsonElement>(run.Output).GetProperty("counts").EnumerateObject().Select(p => p.Name));
        server.Faults.UploadPace = TimeSpan.Zero;
        Assert.Equal(0, (await RvosProcess.RunAsync(arguments)).ExitCode);
        Assert.Equal(Files, server.State.Jobs.Count);
        Assert.Equal(Files, server.State.Uploads.Count);
    }

    private static Batch Videos()
    {
        var batch = new Batch();
        for (var i = 0; i < Files; i++) batch.Video($"v{i}.mp4", 400_000 + i);
        return batch;
    }

    private static async Task KillWhenAsync(string[] arguments, Func<bool> isTime)
    {
        using var process = RvosProcess.Start(arguments);
        while (!isTime() && !process.HasExited) await Task.Delay(5);
        Assert.False(process.HasExited, "the batch was through before it could be killed");
        process.Kill();
        await process.WaitForExitAsync();
    }
}
