using Rvos.Pipeline.Compatibility;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Tests.Compatibility;

public class OriginalMergeTests
{
    [Theory]
    [InlineData("one", "aaa_seqA")]
    [InlineData("one", "bbb_seqB")]
    [InlineData("zero", "aaa_seqA")]
    [InlineData("zero", "bbb_seqB")]
    public void Next_MasksOfTheOriginal_GivesItsSubmission(string kind, string sequence)
    {
        var merge = new OriginalMerge(1, ReferenceTree.ListedObjects(sequence));
        var names = ReferenceTree.Names("youtube_in", sequence);
        var frames = ReferenceTree.Frames("youtube_in", sequence);
        var differences = new List<double>();
        for (var i = 0; i < names.Count; i++)
        {
            var masks = ReferenceTree.Masks($"youtube_{kind}_masks", sequence, kind == "one" ? names[i] : i.ToString("D5"));
            differences.Add(ReferenceTree.Difference(ReferenceTree.Submission($"youtube_{kind}_submission", sequence, names[i]), merge.Next(masks, frames[i].Annotation)));
        }

        Assert.True(differences.Max() <= 1e-3, string.Join(", ", differences));
    }

    [Fact]
    public void Next_FirstFrame_IsTheAnnotation()
    {
        var annotation = new LabelMask(2, 1, [1, 0]);
        Assert.Same(annotation, new OriginalMerge(1, 1).Next([new LabelMask(2, 1, [255, 255])], annotation));
    }

    [Fact]
    public void Next_OverlapOfTwoObjects_GoesToTheBetterMatch()
    {
        var merge = new OriginalMerge(1, 2);
        merge.Next([new LabelMask(4, 1, [255, 255, 0, 0]), new LabelMask(4, 1, [0, 0, 255, 0])], new LabelMask(4, 1, [1, 1, 2, 2]));
        var merged = merge.Next([new LabelMask(4, 1, [255, 255, 255, 0]), new LabelMask(4, 1, [0, 255, 255, 255])], null);
        Assert.Equal([1, 1, 1, 2], merged.Labels);
    }

    [Fact]
    public void Next_NoAnnotationAtFirst_IsRefused() => Assert.Throws<ArgumentException>(() => new OriginalMerge(1, 1).Next([], null));
}
