using Rvos.Pipeline.Compatibility;

namespace Rvos.Pipeline.Tests.Compatibility;

public class OriginalZeroShotTests
{
    [Theory]
    [InlineData("aaa_seqA")]
    [InlineData("bbb_seqB")]
    public void Segment_YouTubeSequence_GivesTheMasksOfTheOriginal(string sequence)
    {
        using var model = SmallModel.Open(oneShot: false, 256, 448);
        var results = new OriginalZeroShot(model).Segment(ReferenceTree.Frames("youtube_in", sequence).Select(f => f.Image)).ToArray();
        Assert.Equal(ReferenceTree.Names("youtube_in", sequence).Count, results.Length);
        for (var frame = 0; frame < results.Length; frame++)
        {
            var expected = ReferenceTree.Masks("youtube_zero_masks", sequence, frame.ToString("D5"));
            Assert.Equal(OriginalZeroShot.Instances, expected.Count);
            Assert.Equal(OriginalZeroShot.Instances, results[frame].Count);
            for (var i = 0; i < expected.Count; i++) Assert.InRange(ReferenceTree.Difference(expected[i], results[frame][i]), 0, 1e-4);
        }
    }
}
