using Rvos.Model;
using Rvos.Training.Curricula;
using Rvos.Training.Steps;
using Rvos.Training.Tests.Runs;

namespace Rvos.Training.Tests.Curricula;

public class CurriculumTests
{
    [Fact]
    public void At_AnyBudget_EpochsAreEqualPartsOfTheRun()
    {
        var curriculum = new Curriculum(new CurriculumOptions { Sampling = new SamplingOptions { Kind = SamplingKind.Step } }, 4000, Recurrence.SpatioTemporal);
        Assert.Equal((0, 1.0), (curriculum.At(0).Epoch, curriculum.At(0).TruthShare));
        Assert.Equal((19, 1.0), (curriculum.At(1999).Epoch, curriculum.At(1999).TruthShare));
        Assert.Equal((20, 0.0), (curriculum.At(2000).Epoch, curriculum.At(2000).TruthShare));
        Assert.Equal(39, curriculum.At(3999).Epoch);
    }

    [Theory]
    [InlineData(SamplingKind.Exponential, false)]
    [InlineData(SamplingKind.Exponential, true)]
    [InlineData(SamplingKind.Sigmoid, false)]
    [InlineData(SamplingKind.Sigmoid, true)]
    public void TruthShare_SmoothSchedules_MonotonousWithinZeroAndOne(SamplingKind kind, bool inverse)
    {
        var schedule = new SamplingOptions { Kind = kind, Inverse = inverse }.Create();
        var shares = Enumerable.Range(0, 40).Select(e => schedule.TruthShare(e, 40)).ToArray();
        Assert.All(shares, s => Assert.InRange(s, 0, 1));
        Assert.All(shares.Zip(shares.Skip(1)), p => Assert.True(inverse ? p.First < p.Second : p.First > p.Second));
    }

    [Fact]
    public void TruthShare_Exponential_FollowsItsFormula() => Assert.Equal(0.8 * 0.8 * 0.8, new ExponentialSampling(factor: 0.8).TruthShare(3, 40), 1e-12);

    [Fact]
    public void Draw_SameStepAndSeed_SameFramesAndTheShareIsMet()
    {
        var curriculum = new Curriculum(new CurriculumOptions { Sampling = new SamplingOptions { Kind = SamplingKind.Linear } }, 40_000, Recurrence.SpatioTemporal);
        Assert.Equal(curriculum.Draw(123, 5, 1), curriculum.Draw(123, 5, 1));
        Assert.True(curriculum.Draw(123, 5, 1)[0]);
        var share = Enumerable.Range(20_000, 1000).SelectMany(s => curriculum.Draw(s, 5, 1).Skip(1)).Average(t => t ? 1.0 : 0);
        Assert.InRange(share, 0.46, 0.54);
    }

    [Fact]
    public void OfEpoch_Phases_TheLastBegunHolds()
    {
        var curriculum = new Curriculum(new CurriculumOptions
        {
            LeastArea = [new AreaPhase(0, 900), new AreaPhase(10, 0)],
            Recurrence = [new RecurrencePhase(5, Recurrence.Spatial), new RecurrencePhase(15, Recurrence.Temporal)],
        }, 40, Recurrence.SpatioTemporal);
        Assert.Equal((900, Recurrence.SpatioTemporal), (curriculum.OfEpoch(4).LeastArea, curriculum.OfEpoch(4).Recurrence));
        Assert.Equal((900, Recurrence.Spatial), (curriculum.OfEpoch(9).LeastArea, curriculum.OfEpoch(9).Recurrence));
        Assert.Equal((0, Recurrence.Temporal), (curriculum.OfEpoch(15).LeastArea, curriculum.OfEpoch(15).Recurrence));
    }

    [Fact]
    public void FrameStep_OtherSchedules_FollowTheirFormulas()
    {
        Assert.Equal([1, 1, 4, 4], new[] { 0, 4, 5, 39 }.Select(e => new FixedSkipping(3, from: 5).FrameStep(e, 40)));
        Assert.Equal([1, 1, 2, 5, 10], new[] { 0, 21, 22, 28, 39 }.Select(e => new ProgressiveSkipping(20, 2, 0, 9).FrameStep(e, 40)));
        Assert.Equal([1, 1, 2, 6], new[] { 0, 6, 7, 39 }.Select(e => new ProportionalSkipping(6).FrameStep(e, 40)));
    }

    [Fact]
    public void Svg_AConfiguration_IsWellFormedAndShowsTheStages()
    {
        var configuration = TinyRuns.Configuration(oneShot: true) with { Name = "a <b> & c", Steps = 1000 };
        var document = System.Xml.Linq.XDocument.Parse(SchedulePlot.Svg(configuration));
        Assert.Equal("svg", document.Root!.Name.LocalName);
        Assert.Contains("a <b> & c", document.Root.Value, StringComparison.Ordinal);
        Assert.True(document.Descendants().Count(e => e.Name.LocalName == "polyline") >= 8);
    }

    [Fact]
    public void For_SampledWithoutDraws_IsRefused() => Assert.Throws<ArgumentException>(() => PassPlan.For(PreviousMask.Sampled, 3));
}
