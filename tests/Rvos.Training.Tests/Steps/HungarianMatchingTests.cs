using Rvos.Testing;
using Rvos.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Tests.Steps;

public class HungarianMatchingTests
{
    [Fact]
    public void Match_AsOriginal_SamePermutation()
    {
        using var scope = NewDisposeScope();
        var golden = GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "Data", "losses", "match"));
        var matched = new HungarianMatching(asOriginal: true).Match(Batch(golden), Logits(golden));
        Assert.Equal(golden.I32("permutation"), matched.SelectMany(m => m));
    }

    [Fact]
    public void Match_ByDefault_APresentObjectMayTakeAnySlot()
    {
        using var scope = NewDisposeScope();
        var target = zeros([1, 3, 1, 1, 2, 2]);
        target.select(1, 0).fill_(1);
        var logits = full([3, 1, 1, 2, 2], -5);
        logits.select(0, 2).fill_(5);
        var batch = new ClipBatch(zeros([1, 3, 2, 2]), target, tensor(new float[] { 1, 0, 0 }, [3, 1]), 1, 1, 3);
        Assert.Equal(0, new HungarianMatching().Match(batch, logits)[0][2]);
        Assert.NotEqual(0, new HungarianMatching(asOriginal: true).Match(batch, logits)[0][2]);
    }

    private static ClipBatch Batch(GoldenFile golden)
    {
        var target = tensor(golden.F32("target"), [2, 4, 1, 1, 60]).transpose(0, 1).unsqueeze(0);
        return new ClipBatch(zeros([2, 3, 1, 60]), target, tensor(golden.F32("sw"), [2, 4]).transpose(0, 1).contiguous(), 1, 2, 4);
    }

    private static Tensor Logits(GoldenFile golden) => tensor(golden.F32("logits"), [2, 4, 1, 1, 60]).transpose(0, 1);
}
