using Rvos.Model;
using Rvos.Model.Networks;
using Rvos.Training.Data;
using Rvos.Training.Runs;
using Rvos.Training.Tests.Clips;

namespace Rvos.Training.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-run-").FullName;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_StoppedAndResumed_SameWeightsAsUnbroken(bool oneShot)
    {
        var whole = Run(oneShot, "whole", stopAfter: 100);
        Assert.Equal(6, whole);
        Assert.Equal(3, Run(oneShot, "broken", stopAfter: 3));
        Assert.Equal(6, Run(oneShot, "broken", stopAfter: 100));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "whole", "state.safetensors")), File.ReadAllBytes(Path.Combine(folder, "broken", "state.safetensors")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "whole", "model.safetensors")), File.ReadAllBytes(Path.Combine(folder, "broken", "model.safetensors")));
        using var model = RvosModel.Open(Path.Combine(folder, "whole", "model.safetensors"));
        Assert.Equal((oneShot, oneShot ? 0 : 2), (model.Description.IsOneShot, model.Description.MostObjects));
    }

    [Fact]
    public void Apply_OneShotWeightsToAZeroShotNetwork_GatesAreTakenWithoutTheMask()
    {
        using var source = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet18, 16, UsesMask: true, 8));
        using var target = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet18, 16, UsesMask: false, 8));
        var path = Path.Combine(folder, "source.safetensors");
        Rvos.Weights.SafetensorsWriter.Write(path, NetworkWeights.ToData(source.state_dict().Select(e => (e.Key, e.Value)), bf16: false));
        Assert.Equal(target.state_dict().Count, WeightTransfer.Apply(path, target));
        var (from, to) = (TrainingGolden.Values(source.Decoder.Cells[1].Gates.Weight.select(0, 0)), TrainingGolden.Values(target.Decoder.Cells[1].Gates.Weight.select(0, 0)));
        // Cell 1 reads 16 channels of cell 0 and 16 of the skip map; the mask is the 33rd.
        Assert.Equal(from[..(32 * 9)].Concat(from[(33 * 9)..]), to);
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("{\"name\":\"a\",\"licence\":\"b\",\"stages\":[],\"data\":{}}", "stages")]
    [InlineData("{\"name\":\"a\",\"licence\":\"b\",\"stages\":[{\"fromStep\":0,\"frames\":1,\"height\":64,\"width\":64,\"previousMask\":\"AsServed\"}],\"data\":{},\"nonsense\":1}", "nonsense")]
    [InlineData("{\"licence\":\"b\",\"stages\":[],\"data\":{}}", "name")]
    public void Load_BadConfiguration_SaysWhatAndWhere(string json, string expected)
    {
        var path = Path.Combine(folder, "bad.json");
        File.WriteAllText(path, json);
        var error = Assert.Throws<InvalidDataException>(() => TrainingConfiguration.Load(path));
        Assert.Contains("bad.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Run_LastStepsBetweenTwoReports_AreLoggedAndShown()
    {
        var source = new SyntheticClipSource(Libraries.Drawn());
        var reported = new List<long>();
        new TrainingRun(TinyRuns.Configuration(oneShot: true) with { ReportEvery = 50 }, source, Path.Combine(folder, "few"), TimeProvider.System, source).Run(p => reported.Add(p.Step), CancellationToken.None);
        Assert.Equal([6], reported);
        Assert.StartsWith("6,", File.ReadAllLines(Path.Combine(folder, "few", "log.csv"))[^1], StringComparison.Ordinal);
        var report = File.ReadAllText(Path.Combine(folder, "few", "report.html"));
        Assert.Contains("6 of 6 steps", report, StringComparison.Ordinal);
        Assert.Contains("<circle", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_FolderOfAnEarlierVersionFromElsewhere_GoesOnAndAnotherRunDoesNot()
    {
        var (files, configuration) = (new RunFolder(Path.Combine(folder, "old")), TinyRuns.Configuration(oneShot: true) with { InitialWeights = "/there/a.safetensors" });
        RunConfiguration.Claim(files, configuration);
        File.WriteAllText(files.State, "");
        // What an earlier version did not know is not in its file.
        var written = File.ReadAllLines(files.Configuration);
        File.WriteAllLines(files.Configuration, written.Where(l => !l.Contains("memoryFrames", StringComparison.Ordinal) && !l.Contains("softAggregation", StringComparison.Ordinal)));
        Assert.Equal(written.Length - 2, File.ReadAllLines(files.Configuration).Length);
        RunConfiguration.Claim(files, configuration with { InitialWeights = "/here/a.safetensors" });
        var error = Assert.Throws<InvalidDataException>(() => RunConfiguration.Claim(files, configuration with { MemoryFrames = 3 }));
        Assert.Contains("'\"memoryFrames\": 0,' was there", error.Message, StringComparison.Ordinal);
        File.WriteAllText(files.Configuration, "{");
        Assert.Throws<InvalidDataException>(() => RunConfiguration.Claim(files, configuration));
    }

    [Fact]
    public void Run_InitialWeightsOfWhichNothingFits_IsRefused()
    {
        using var other = new RvosNetwork(new NetworkOptions(EncoderKind.ResNet18, 16, UsesMask: true, 8));
        var path = Path.Combine(folder, "other.safetensors");
        Rvos.Weights.SafetensorsWriter.Write(path, NetworkWeights.ToData(other.state_dict().Select(e => ($"net.{e.Key}", e.Value)), bf16: false));
        var run = new TrainingRun(TinyRuns.Configuration(oneShot: true) with { InitialWeights = path }, new SyntheticClipSource(Libraries.Drawn()), Path.Combine(folder, "misfit"), TimeProvider.System);
        var error = Assert.Throws<InvalidDataException>(() => run.Run(_ => { }, CancellationToken.None));
        Assert.StartsWith($"{path}: no tensor in it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LossNotFinite_StopsAndNothingIsWritten()
    {
        var source = new SyntheticClipSource(Libraries.Drawn());
        var configuration = TinyRuns.Configuration(oneShot: true) with { LearningRate = 1e30, WarmUpSteps = 0, Validation = new ValidationOptions { Every = 0 } };
        var run = new TrainingRun(configuration, source, Path.Combine(folder, "far"), TimeProvider.System);
        var error = Assert.Throws<InvalidOperationException>(() => run.Run(_ => { }, CancellationToken.None));
        Assert.Matches("^step 2: the loss is not finite.*learningRate", error.Message);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "far"), "*.safetensors"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private long Run(bool oneShot, string name, int stopAfter)
    {
        var source = new SyntheticClipSource(Libraries.Drawn());
        using var stop = new CancellationTokenSource();
        var run = new TrainingRun(TinyRuns.Configuration(oneShot), source, Path.Combine(folder, name), TimeProvider.System, source);
        return run.Run(progress => Stop(progress, stop, stopAfter), stop.Token);
    }

    private static void Stop(TrainingProgress progress, CancellationTokenSource stop, int after)
    {
        if (progress.Step == after) stop.Cancel();
    }
}
