using Rvos.Evaluation.Frames;
using Rvos.Evaluation.Regions;
using Rvos.Numerics;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Davis;

/// <summary>Chooses by the first frame which predicted instance is scored as which object: least total 1 - J, one instance to an object.</summary>
internal static class FirstFrameSelection
{
    /// <returns>The instance's label for each object; 0 for an object that is left without one.</returns>
    internal static IReadOnlyList<byte> Choose(TruthSequence truth, string results, IReadOnlyList<byte> objects, MaskValues values)
    {
        if (objects.Count == 0) return [];
        return new FrameComparison(truth, [truth.Frames[0]], results, EvaluationOptions.Default).Run(values, MaskValues.Raw, (_, mask, result) => Choose(mask, result, objects))[0];
    }

    internal static byte[] Choose(LabelMask mask, LabelMask result, IReadOnlyList<byte> objects)
    {
        // An instance that appears later overlaps nothing here; objects beyond the instances that do are left without one.
        var instances = result.Labels.Distinct().Where(l => l > 0).Order().ToArray();
        if (instances.Length == 0) return new byte[objects.Count];
        var regions = instances.Select(l => BitMask.Of(result, l)).ToArray();
        var cost = new double[objects.Count, instances.Length];
        for (var i = 0; i < objects.Count; i++)
        {
            var wanted = BitMask.Of(mask, objects[i]);
            for (var k = 0; k < instances.Length; k++) cost[i, k] = 1 - wanted.Overlap(regions[k]).J;
        }

        return HungarianAssignment.Solve(cost).Select(k => k < 0 ? (byte)0 : instances[k]).ToArray();
    }
}
