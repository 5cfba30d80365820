using System.Text.Json;
using Rvos.Training.Curricula;

namespace Rvos.Training.Tests.Curricula;

public class ScheduleGoldenTests
{
    private const int Epochs = 40;

    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "curriculum", "schedules.json"))).RootElement;

    [Theory]
    [InlineData("teacher_forcing", SamplingKind.TeacherForcing, false)]
    [InlineData("forward_step", SamplingKind.Step, false)]
    [InlineData("inverse_step", SamplingKind.Step, true)]
    [InlineData("forward_linear", SamplingKind.Linear, false)]
    [InlineData("inverse_linear", SamplingKind.Linear, true)]
    public void TruthShare_EverySchedule_EqualsTheTable(string name, SamplingKind kind, bool inverse)
    {
        var expected = Golden.GetProperty("derived_schedules_P_GT").GetProperty(name).EnumerateArray().Select(v => v.GetDouble()).ToArray();
        var schedule = new SamplingOptions { Kind = kind, Inverse = inverse }.Create();
        Assert.Equal(Epochs, expected.Length);
        for (var epoch = 0; epoch < Epochs; epoch++) Assert.Equal(expected[epoch], schedule.TruthShare(epoch, Epochs), 1e-14);
    }

    [Fact]
    public void InverseThreshold_FortyEpochs_SameBitsAsTheOriginal()
    {
        var expected = Golden.GetProperty("inverse_linear_threshold_max_epoch40").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        Assert.Equal(expected, Enumerable.Range(0, Epochs).Select(e => LinearSampling.InverseThreshold(e, Epochs)));
    }

    [Fact]
    public void FrameStep_Progressive_EqualsTheTable()
    {
        var schedule = new SkippingOptions { Kind = SkippingKind.Progressive }.Create();
        var expected = Golden.GetProperty("frame_skip_multiplier_code").EnumerateArray().ToArray();
        for (var epoch = 0; epoch < Epochs; epoch++) Assert.Equal(expected[epoch].GetInt32(), schedule.FrameStep(epoch, Epochs));
        // The original stops with an error from epoch 40 on.
        Assert.Equal(JsonValueKind.Null, expected[Epochs].ValueKind);
        Assert.Equal(6, schedule.FrameStep(Epochs, Epochs));
    }

    [Fact]
    public void Frames_EveryExample_EqualsTheTable()
    {
        var schedule = new SkippingOptions { Kind = SkippingKind.Progressive }.Create();
        foreach (var example in Golden.GetProperty("frame_index_examples").EnumerateArray())
        {
            int Value(string name) => example.GetProperty(name).GetInt32();
            var step = schedule.FrameStep(Value("epoch"), Epochs);
            Assert.Equal(example.GetProperty("indices").EnumerateArray().Select(i => i.GetInt32()), FrameSkip.Frames(Value("start"), Value("num_frames"), Value("length_clip"), step));
        }
    }
}
