using Rvos.Model.Sessions;
using Rvos.Pipeline.Merging;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Tests.Merging;

public class MaskMergerTests
{
    private readonly MaskMerger merger = new(4, 1, 4, 1);

    [Fact]
    public void Merge_OverlappingObjects_GivesEachPixelToTheMostProbable()
    {
        var (mask, objects) = merger.Merge([new ObjectMask(3, [0.9f, 0.6f, 0.5f, 0.1f], false), new ObjectMask(7, [0.8f, 0.7f, 0.4f, 0.6f], false)], null);
        Assert.Equal([3, 7, 0, 7], mask.Labels);
        Assert.Equal([1, 2], objects.Select(o => o.Area));
        Assert.Equal(0.75, objects[0].Confidence, 6);
    }

    [Fact]
    public void Merge_GivenMask_WinsOverEveryProbability()
    {
        var given = new LabelMask(4, 1, [0, 2, 2, 0]);
        var (mask, objects) = merger.Merge([new ObjectMask(1, [1, 1, 1, 1], false), new ObjectMask(2, [0, 1, 0, 0], true)], given);
        Assert.Equal([1, 2, 2, 1], mask.Labels);
        Assert.True(objects[1].IsGiven);
        Assert.Equal(1, objects[1].Confidence);
        Assert.Equal(2, objects[1].Area);
    }

    [Fact]
    public void Merge_ObjectWithoutLikelyPixel_IsReportedLost()
    {
        var (mask, objects) = merger.Merge([new ObjectMask(1, [0.5f, 0.4f, 0, 0.2f], false)], null);
        Assert.All(mask.Labels, label => Assert.Equal(0, label));
        Assert.True(objects.Single().IsLost);
        Assert.Equal(0, objects.Single().Area);
    }

    [Fact]
    public void Merge_LargerVideo_EnlargesTheProbabilitiesFirst()
    {
        var (mask, _) = new MaskMerger(2, 1, 8, 2).Merge([new ObjectMask(1, [1, 0.3f], false)], null);
        Assert.Equal([1, 1, 1, 1, 1, 0, 0, 0], mask.Labels[..8]);
        Assert.Equal(mask.Labels[..8], mask.Labels[8..]);
    }
}
