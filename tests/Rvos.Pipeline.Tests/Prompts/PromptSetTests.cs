using Rvos.Results.Prompts;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Tests.Prompts;

public class PromptSetTests
{
    private readonly PromptSet prompts = new();

    [Fact]
    public void Add_TwoMasksForAFrame_LaysTheLaterOverTheEarlier()
    {
        prompts.Add(2, new LabelMask(3, 1, [1, 1, 0]));
        prompts.Add(2, new LabelMask(3, 1, [0, 5, 0]));
        Assert.Equal([1, 5, 0], prompts.At(2)!.Labels);
        Assert.Equal([1, 5], prompts.ObjectIds);
    }

    [Fact]
    public void Frames_MasksAddedInAnyOrder_AreAscending()
    {
        prompts.Add(7, new LabelMask(1, 1, [1]));
        prompts.Add(0, new LabelMask(1, 1, [2]));
        Assert.Equal([0, 7], prompts.Frames);
        Assert.Null(prompts.At(1));
    }

    [Fact]
    public void Add_NegativeFrame_IsRefused() => Assert.Contains("-1", Assert.Throws<ArgumentException>(() => prompts.Add(-1, new LabelMask(1, 1, [1]))).Message);

    [Fact]
    public void Add_EmptyMask_IsRefused() => Assert.Contains("frame 4", Assert.Throws<ArgumentException>(() => prompts.Add(4, new LabelMask(2, 1, [0, 0]))).Message);

    [Fact]
    public void Add_OtherSizeForTheFrame_IsRefused()
    {
        prompts.Add(0, new LabelMask(2, 1, [1, 0]));
        Assert.Contains("2x1 and 1x2", Assert.Throws<ArgumentException>(() => prompts.Add(0, new LabelMask(1, 2, [1, 0]))).Message);
    }
}
