using Rvos.Model.Sessions;
using Rvos.Pipeline.Merging;
using Rvos.Testing;

namespace Rvos.Pipeline.Tests.Merging;

public class S2sMergeTests
{
    [Fact]
    public void Merge_ReferenceScores_EqualsTheAuthorsRule()
    {
        var golden = GoldenFile.Open(Path.Combine(AppContext.BaseDirectory, "Data", "s2s", "merge"));
        var scores = golden.F32("scores");
        var objects = golden.I32("ids").Select((id, i) => new ObjectMask(id, scores.AsSpan(i * 600, 600).ToArray(), false)).ToArray();
        var (mask, _) = new MaskMerger(30, 20, 30, 20).Merge(objects, null);
        Assert.Equal(golden.U8("label"), mask.Labels);
    }
}
