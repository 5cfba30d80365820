using Rvos.Model;
using Rvos.Testing;
using Rvos.Training.Runs;
using Rvos.Training.Steps;

namespace Rvos.Training.Tests.Runs;

public sealed class PresetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-preset-").FullName;

    public static TheoryData<string> Names => [.. Presets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_EveryPreset_IsAWholeConfiguration(string name)
    {
        var configuration = Load($$"""{ "preset": "{{name}}", "steps": 400000 }""");
        Assert.Equal(400_000, configuration.Steps);
        Assert.NotEmpty(configuration.Name);
    }

    [Fact]
    public void Load_EveryAblation_HasTheBudgetAndTheJudgesOfTheOthers()
    {
        var all = Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "services/training/ablations"), "*.json").ToDictionary(f => Path.GetFileNameWithoutExtension(f), TrainingConfiguration.Load);
        Assert.Contains("recurrence-st-plus", all.Keys);
        Assert.All(all.Where(a => !a.Key.StartsWith("base", StringComparison.Ordinal)), a => Assert.Equal(a.Key, a.Value.Name));
        // S2S networks have no backbone to start from and run longer; they stand in a table of their own, and so do those of full width, one of which starts from nothing.
        foreach (var table in all.Where(a => a.Key != "encoder-scratch").GroupBy(a => (a.Value.Architecture == Architecture.Rvos, a.Value.Width)))
            Assert.Single(table.Select(a => a.Value).Select(c => (c.Steps, c.Batch, c.Validation, c.Data.HeldOut, c.Data.HeldOutLookAlikeShare, c.InputHeight, c.InputWidth, c.InitialWeights)).Distinct());
        var (scratch, started) = (all["encoder-scratch"], all["encoder-imagenet"]);
        Assert.Null(scratch.InitialWeights);
        Assert.Equal((started.Steps, started.Batch, started.Validation), (scratch.Steps, scratch.Batch, scratch.Validation));
    }

    [Fact]
    public void Load_OneShotPresets_AreTheOriginals()
    {
        var (s, t, st, plus) = (Preset("one-shot-s"), Preset("one-shot-t"), Preset("one-shot-st"), Preset("one-shot-st-plus"));
        Assert.Equal([Recurrence.Spatial, Recurrence.Temporal, Recurrence.SpatioTemporal, Recurrence.SpatioTemporal], new[] { s, t, st, plus }.Select(c => c.Recurrence));
        Assert.All(new[] { s, t, st, plus }, c => Assert.Equal((1e-3, 1e-6, 1e-6, 4, 5, true), (c.LearningRate, c.BackboneLearningRate, c.WeightDecay, c.Batch, c.Stages[0].Frames, c.OneShot)));
        Assert.All(new[] { s, t, st }, c => Assert.Equal(PreviousMask.GroundTruth, Assert.Single(c.Stages).PreviousMask));
        Assert.Equal([PreviousMask.GroundTruth, PreviousMask.Inferred], plus.Stages.Select(x => x.PreviousMask));
        Assert.Equal((plus.Steps / 2, true), (plus.Stages[1].FromStep, plus.Stages[1].FreshOptimiser));
        Assert.All([1L, 5_000, 60_000], step => Assert.Equal(1, st.RateFactor(step)));
    }

    [Fact]
    public void Load_ZeroShotPresets_HaveTenSlotsAndSSeesSingleFrames()
    {
        var all = new[] { Preset("zero-shot-s"), Preset("zero-shot-t"), Preset("zero-shot-st") };
        Assert.All(all, c => Assert.Equal((false, 10, 10), (c.OneShot, c.Slots, c.MaxObjects)));
        Assert.Equal([1, 5, 5], all.Select(c => c.Stages[0].Frames));
    }

    [Fact]
    public void Load_OwnKeys_ReplaceThePresets()
    {
        var configuration = Load("""{ "preset": "mots-inverse-step-skip", "name": "mine", "data": { "workers": 2 }, "curriculum": { "epochs": 8 } }""");
        Assert.Equal(("mine", 2, 8), (configuration.Name, configuration.Data.Workers, configuration.Curriculum.Epochs));
        Assert.Equal(["0001", "0004", "0015"], configuration.Data.HeldOutSequences);
        Assert.True(configuration.Curriculum.Sampling!.Inverse);
    }

    [Theory]
    [InlineData("\"boundaryWeight\": 2, \"crossEntropyWeight\": 0", "crossEntropyWeight is 0")]
    [InlineData("\"crossEntropyWeight\": -1", "crossEntropyWeight")]
    [InlineData("\"boundaryWeight\": 2, \"architecture\": \"s2s\"", "boundaryWeight is for rvos")]
    public void Load_OptionsWithoutEffect_AreRefused(string options, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Load($$"""{ "preset": "default", "matching": false, {{options}} }""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_LookAlikesBesideLabelsOfAll_AreRefused()
    {
        foreach (var data in new[] { new ClipData { LookAlikeShare = 0.1 }, new ClipData { HeldOutLookAlikeShare = 0.1 } })
        {
            data.Check();
            Assert.Contains("lookAlikeShare is not for labelsAll", Assert.Throws<InvalidDataException>(() => (data with { LabelsAll = true }).Check()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_UnknownPreset_NamesThoseThereAre()
    {
        var error = Assert.Throws<InvalidDataException>(() => Load("""{ "preset": "nonsense" }"""));
        Assert.Contains("one-shot-st-plus", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AConfiguration_ReadsBackTheSame()
    {
        var path = Path.Combine(folder, "written.json");
        File.WriteAllText(path, ConfigurationFile.Write(Preset("mots-multigrid")));
        Assert.Equal(ConfigurationFile.Write(Preset("mots-multigrid")), ConfigurationFile.Write(TrainingConfiguration.Load(path)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private TrainingConfiguration Preset(string name) => Load($$"""{ "preset": "{{name}}" }""");

    private TrainingConfiguration Load(string json)
    {
        var path = Path.Combine(folder, "c.json");
        File.WriteAllText(path, json);
        return TrainingConfiguration.Load(path);
    }
}
