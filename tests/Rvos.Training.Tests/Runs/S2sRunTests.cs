using Rvos.Model;
using Rvos.Model.S2S;
using Rvos.Training.Data;
using Rvos.Training.Runs;
using Rvos.Training.Steps;
using Rvos.Training.Tests.Clips;

namespace Rvos.Training.Tests.Runs;

public sealed class S2sRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-s2s-run-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(Architecture.S2s)]
    [InlineData(Architecture.S2sPlusPlus)]
    public void Run_StoppedAndResumed_SameWeightsAsUnbroken(Architecture architecture)
    {
        Assert.Equal(6, Run(architecture, "whole", stopAfter: 100));
        Assert.Equal(3, Run(architecture, "broken", stopAfter: 3));
        Assert.Equal(6, Run(architecture, "broken", stopAfter: 100));
        foreach (var file in new[] { "state.safetensors", "model.safetensors" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "whole", file)), File.ReadAllBytes(Path.Combine(folder, "broken", file)));
        using var model = RvosModel.Open(Path.Combine(folder, "whole", "model.safetensors"));
        Assert.True(model.Description.IsOneShot);
        Assert.Equal(Tiny(architecture).S2s.Network(architecture, 8), model.Description.Network);
    }

    [Fact]
    public void Run_ManyStepsOnTheSameClips_LossFalls()
    {
        var losses = new List<double>();
        var source = new SyntheticClipSource(Libraries.Drawn());
        var configuration = Tiny(Architecture.S2sPlusPlus) with { Steps = 40, ReportEvery = 10, SaveEvery = 100, WarmUpSteps = 0, Validation = new ValidationOptions { Every = 0 } };
        new TrainingRun(configuration, source, Path.Combine(folder, "loss"), TimeProvider.System).Run(p => losses.Add(p.Loss), CancellationToken.None);
        Assert.Equal(4, losses.Count);
        Assert.True(losses[^1] < 0.9 * losses[0], string.Join(' ', losses));
    }

    [Theory]
    [InlineData("\"architecture\":\"s3s\"", "architecture")]
    [InlineData("\"architecture\":\"s2s\",\"s2s\":{\"skipMemories\":1}", "skipMemories")]
    [InlineData("\"architecture\":\"s2s++\",\"s2s\":{\"skipMemories\":3}", "skip-memories")]
    [InlineData("\"architecture\":\"s2s++\",\"s2s\":{\"border\":5,\"bin\":9}", "bin")]
    [InlineData("\"architecture\":\"s2s++\",\"oneShot\":false", "oneShot")]
    [InlineData("\"architecture\":\"s2s++\",\"inputHeight\":100", "multiples of 32")]
    [InlineData("\"architecture\":\"s2s++\",\"stages\":[{\"fromStep\":0,\"frames\":3,\"height\":64,\"width\":90,\"previousMask\":\"AsServed\"}]", "multiples of 32")]
    [InlineData("\"architecture\":\"s2s++\",\"s2s\":{\"nonsense\":1}", "nonsense")]
    public void Load_BadConfiguration_SaysWhat(string json, string expected)
    {
        var path = Path.Combine(folder, "bad.json");
        var stages = json.Contains("stages", StringComparison.Ordinal) ? "" : "\"stages\":[{\"fromStep\":0,\"frames\":3,\"height\":64,\"width\":64,\"previousMask\":\"AsServed\"}],";
        File.WriteAllText(path, $"{{\"name\":\"a\",\"licence\":\"b\",\"width\":8,{stages}\"data\":{{}},{json}}}");
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => TrainingConfiguration.Load(path)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Load_S2sConfiguration_ReadsBackWhatItWrites()
    {
        var path = Path.Combine(folder, "good.json");
        var text = ConfigurationFile.Write(Tiny(Architecture.S2sPlusPlus));
        Assert.Contains("\"s2s++\"", text.Replace("\\u002B", "+", StringComparison.Ordinal), StringComparison.Ordinal);
        File.WriteAllText(path, text);
        Assert.Equal(text, ConfigurationFile.Write(TrainingConfiguration.Load(path)));
    }

    [Theory]
    [InlineData(Architecture.S2s, null, null, null, 0, false, false)]
    [InlineData(Architecture.S2sPlusPlus, null, null, null, 2, true, true)]
    [InlineData(Architecture.S2sPlusPlus, 1, null, false, 1, true, false)]
    [InlineData(Architecture.S2sPlusPlus, 0, false, true, 0, false, true)]
    public void Network_EachVariant_HasItsParts(Architecture architecture, int? memories, bool? skips, bool? distances, int expectedMemories, bool expectedSkips, bool expectedDistances)
    {
        var options = new S2sSettings { SkipMemories = memories, SkipConnections = skips, Distances = distances }.Network(architecture, 16);
        Assert.Equal(new S2sOptions(16, expectedMemories, expectedSkips, expectedDistances), options);
    }

    private static TrainingConfiguration Tiny(Architecture architecture) => TinyRuns.Configuration(oneShot: true) with
    {
        Architecture = architecture,
        S2s = new S2sSettings { HeadFactor = 4, InitialiserFactor = 4, Border = 10, Bin = 2 },
        InputHeight = 32,
        InputWidth = 64,
    };

    private long Run(Architecture architecture, string name, int stopAfter)
    {
        var source = new SyntheticClipSource(Libraries.Drawn());
        using var stop = new CancellationTokenSource();
        var run = new TrainingRun(Tiny(architecture), source, Path.Combine(folder, name), TimeProvider.System, source);
        return run.Run(progress => Stop(progress, stop, stopAfter), stop.Token);
    }

    private static void Stop(TrainingProgress progress, CancellationTokenSource stop, int after)
    {
        if (progress.Step == after) stop.Cancel();
    }
}
