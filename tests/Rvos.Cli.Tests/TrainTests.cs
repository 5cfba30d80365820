using System.Xml.Linq;

namespace Rvos.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private const string Configuration = """
        {
          "name": "own", "licence": "mine", "width": 8, "hiddenSize": 8, "batch": 2, "steps": 40, "bFloat16": false, "saveEvery": 4, "reportEvery": 2,
          "stages": [{ "fromStep": 0, "frames": 2, "height": 32, "width": 64, "previousMask": "GroundTruth" }, { "fromStep": 10, "frames": 3, "height": 32, "width": 64, "previousMask": "Sampled" }],
          "curriculum": { "sampling": { "kind": "Linear", "inverse": true } },
          "validation": { "every": 10, "clips": 2, "frames": 3 },
          "data": { "sequences": ["own"] }
        }
        """;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Train_KilledAgainAndAgain_SameWeightsAsUnbroken()
    {
        var configuration = OwnData();
        var whole = await RvosProcess.RunAsync("train", configuration, "-o", folder["whole"]);
        Assert.True(whole.ExitCode == 0, whole.Error + whole.Output);
        Assert.Contains("held-out clips: J", whole.Output, StringComparison.Ordinal);

        // Each kill waits for some lines of the log, so that it falls into the middle of the work.
        for (var kill = 0; kill < 3; kill++)
        {
            using var process = RvosProcess.Start("train", configuration, "-o", folder["broken"]);
            for (var n = 0; n < 4; n++) Assert.NotNull(await process.StandardOutput.ReadLineAsync());
            process.Kill();
            await process.WaitForExitAsync();
            Assert.Equal(128 + 9, process.ExitCode);
            Assert.False(File.Exists(folder["broken/model.safetensors"]), "the run was done before it was killed");
        }

        var rest = await RvosProcess.RunAsync("train", configuration, "-o", folder["broken"]);
        Assert.True(rest.ExitCode == 0, rest.Error + rest.Output);
        foreach (var file in new[] { "state.safetensors", "model.safetensors", "best.safetensors", "validation.csv" })
            Assert.True(File.ReadAllBytes(folder[$"whole/{file}"]).SequenceEqual(File.ReadAllBytes(folder[$"broken/{file}"])), $"{file} differs");
        var steps = File.ReadLines(folder["broken/log.csv"]).Skip(1).Select(l => int.Parse(l.Split(',')[0])).ToArray();
        Assert.Equal(Enumerable.Range(1, 20).Select(n => 2 * n), steps);
        var report = await File.ReadAllTextAsync(folder["broken/report.html"]);
        Assert.Contains("data:image/jpeg;base64,", report, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_PlotSchedule_WritesASvgAndTrainsNothing()
    {
        var drawn = await RvosProcess.RunAsync("train", OwnData(), "--plot-schedule", folder["plan.svg"]);
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        Assert.Equal("svg", XDocument.Load(folder["plan.svg"]).Root!.Name.LocalName);
        Assert.False(Directory.Exists(folder["whole"]));
    }

    [Fact]
    public async Task Train_OtherConfigurationInTheSameFolder_SaysWhatDiffers()
    {
        var configuration = OwnData();
        Directory.CreateDirectory(folder["run"]);
        await File.WriteAllTextAsync(folder["run/config.json"], "{\n}");
        await File.WriteAllBytesAsync(folder["run/state.safetensors"], [1]);
        var refused = await RvosProcess.RunAsync("train", configuration, "-o", folder["run"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("another configuration", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private string OwnData()
    {
        MovingSquares.Write(folder, "own");
        File.WriteAllText(folder["own.json"], Configuration);
        return folder["own.json"];
    }
}
