using Rvos.Model;
using Rvos.Pipeline.Running;
using Rvos.Pipeline.Tests.Compatibility;
using Rvos.Results;
using Rvos.Results.Prompts;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Tests.Running;

public sealed class FrameSegmenterTests : IDisposable
{
    private const int Width = 214, Height = 120, Frames = 4;
    private readonly RvosModel model = SmallModel.Open(oneShot: true, 64, 112);
    private readonly LabelMask two = Boxes((1, 10, 20), (2, 100, 60));

    public void Dispose() => model.Dispose();

    [Fact]
    public void Next_PromptInFirstFrame_ReturnsItAndFollowsTheObjects()
    {
        var results = Segment(batch: 2, (0, two));
        Assert.Equal(two.Labels, results[0].Mask.Labels);
        Assert.All(results[0].Objects, o => Assert.True(o.IsGiven));
        Assert.All(results.Skip(1), r => Assert.Equal([1, 2], r.Objects.Select(o => o.ObjectId)));
        Assert.All(results.Skip(1).SelectMany(r => r.Objects), o => Assert.False(o.IsGiven));
    }

    [Fact]
    public void Next_LateObject_StartsInItsFrameAndLeavesEarlierFramesAlone()
    {
        var late = Boxes((5, 150, 30));
        var (plain, results) = (Segment(2, (0, two)), Segment(2, (0, two), (2, late)));
        for (var i = 0; i < 2; i++) Assert.Equal(plain[i].Mask.Labels, results[i].Mask.Labels);
        Assert.Equal([1, 2], results[1].Objects.Select(o => o.ObjectId));
        Assert.Equal([1, 2, 5], results[2].Objects.Select(o => o.ObjectId));
        Assert.Equal([false, false, true], results[2].Objects.Select(o => o.IsGiven));
        Assert.All(late.Labels.Zip(results[2].Mask.Labels).Where(p => p.First == 5), p => Assert.Equal(5, p.Second));
        Assert.False(results[3].Objects[2].IsGiven);
    }

    [Fact]
    public void Next_Correction_ReplacesTheMaskAndChangesWhatFollows()
    {
        var correction = Boxes((1, 120, 10));
        var (plain, results) = (Segment(1, (0, two)), Segment(1, (0, two), (2, correction)));
        Assert.Equal([1, 2], results[2].Objects.Select(o => o.ObjectId));
        Assert.Equal([true, false], results[2].Objects.Select(o => o.IsGiven));
        Assert.All(correction.Labels.Zip(results[2].Mask.Labels), p => Assert.Equal(p.First == 1, p.Second == 1));
        Assert.NotEqual(plain[3].Objects[0].Confidence, results[3].Objects[0].Confidence);
    }

    [Fact]
    public void Next_AnyBatchSize_GivesTheSameMasks()
    {
        var (single, whole) = (Segment(1, (0, two)), Segment(Frames, (0, two)));
        for (var i = 0; i < Frames; i++)
            Assert.InRange(ReferenceTree.Difference(single[i].Mask, whole[i].Mask), 0, 1e-4);
    }

    [Fact]
    public void Constructor_PromptOfAnotherSize_IsRefused()
    {
        var prompts = new PromptSet();
        prompts.Add(3, new LabelMask(2, 1, [1, 0]));
        Assert.Contains("frame 3", Assert.Throws<ArgumentException>(() => new FrameSegmenter(model, Width, Height, prompts, 0, Clock())).Message);
    }

    [Fact]
    public void Constructor_OneShotWithoutPrompts_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new FrameSegmenter(model, Width, Height, new PromptSet(), 0, Clock()));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 2)]
    [InlineData(8, 3)]
    public void Next_ZeroShotModel_DiscoversTheAskedNumberOfObjectsOrAsManyAsItKnows(int known, int expected)
    {
        using var zeroShot = SmallModel.Open(oneShot: false, 64, 112, mostObjects: known);
        using var segmenter = new FrameSegmenter(zeroShot, Width, Height, new PromptSet(), 3, Clock());
        Assert.Equal(Enumerable.Range(1, expected), segmenter.Next([Frame(0)]).Single().Objects.Select(o => o.ObjectId));
    }

    [Fact]
    public void Next_FrameOfAnotherSize_IsRefused()
    {
        var prompts = new PromptSet();
        prompts.Add(0, two);
        using var segmenter = new FrameSegmenter(model, Width, Height, prompts, 0, Clock());
        Assert.Contains("2x1", Assert.Throws<ArgumentException>(() => segmenter.Next([new VideoFrame(0, 0, new Rational(1, 25), 2, 1, new byte[6])])).Message);
    }

    private List<FrameResult> Segment(int batch, params (int Frame, LabelMask Mask)[] given)
    {
        var prompts = new PromptSet();
        foreach (var (frame, mask) in given) prompts.Add(frame, mask);
        using var segmenter = new FrameSegmenter(model, Width, Height, prompts, 0, Clock());
        return Enumerable.Range(0, Frames).Chunk(batch).SelectMany(indices => segmenter.Next(indices.Select(Frame).ToArray())).ToList();
    }

    private static VideoFrame Frame(int index) =>
        new(index, index, new Rational(1, 25), Width, Height, ReferenceTree.Frames("davis_in", "davA")[index].Image.Rgb);

    private static StageClock Clock() => new(TimeProvider.System);

    private static LabelMask Boxes(params (byte Label, int X, int Y)[] boxes)
    {
        var labels = new byte[Width * Height];
        foreach (var (label, x, y) in boxes)
            for (var row = y; row < y + 40; row++) labels.AsSpan(row * Width + x, 50).Fill(label);
        return new LabelMask(Width, Height, labels);
    }
}
