using Rvos.Pipeline.Compatibility;

namespace Rvos.Pipeline.Tests.Compatibility;

public class OriginalOneShotTests
{
    private const double Allowed = 1e-4;

    [Theory]
    [InlineData("aaa_seqA", true)]
    [InlineData("bbb_seqB", true)]
    [InlineData("aaa_seqA", false)]
    public void Segment_YouTubeSequence_GivesTheMasksOfTheOriginal(string sequence, bool fused) =>
        Compare("youtube", sequence, OriginalSplit.YouTubeTest, 256, 448, fused);

    [Theory]
    [InlineData("davA")]
    [InlineData("davB")]
    public void Segment_DavisSequence_GivesTheMasksOfTheOriginal(string sequence) =>
        Compare("davis", sequence, OriginalSplit.DavisValidation, 240, 427, fused: true);

    [Fact]
    public void Segment_FirstFrameWithoutAnnotation_IsRefused()
    {
        using var model = SmallModel.Open(oneShot: true, 64, 112);
        var frame = ReferenceTree.Frames("davis_in", "davA")[0] with { Annotation = null };
        Assert.Contains("frame 0", Assert.Throws<ArgumentException>(() => new OriginalOneShot(model, OriginalSplit.DavisTest).Segment([frame]).ToList()).Message);
    }

    [Fact]
    public void Constructor_ZeroShotModel_IsRefused()
    {
        using var model = SmallModel.Open(oneShot: false, 64, 112);
        Assert.Throws<ArgumentException>(() => new OriginalOneShot(model, OriginalSplit.YouTubeTest));
    }

    private static void Compare(string dataset, string sequence, OriginalSplit split, int height, int width, bool fused)
    {
        using var model = SmallModel.Open(oneShot: true, height, width, fused);
        var names = ReferenceTree.Names(dataset + "_in", sequence);
        var listed = split == OriginalSplit.YouTubeTest ? ReferenceTree.ListedObjects(sequence) : 0;
        var results = new OriginalOneShot(model, split).Segment(ReferenceTree.Frames(dataset + "_in", sequence), listed).ToArray();
        Assert.Equal(names.Count, results.Length);
        foreach (var (name, masks) in names.Zip(results))
        {
            var expected = ReferenceTree.Masks(dataset + "_one_masks", sequence, name);
            Assert.Equal(expected.Count, masks.Count);
            for (var slot = 0; slot < masks.Count; slot++) Assert.InRange(ReferenceTree.Difference(expected[slot], masks[slot]), 0, Allowed);
        }
    }
}
