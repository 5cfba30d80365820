using Rvos.Evaluation.Contours;
using Rvos.Evaluation.Frames;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Davis;

/// <summary>Scores objects of which the result's labels are known; the first and the last annotated frame are left out.</summary>
internal static class FollowedObjects
{
    /// <param name="truth">The sequence.</param>
    /// <param name="results">Folder of its results.</param>
    /// <param name="resultOf">Label in the results of each object 1, 2, …; 0 for one that has none.</param>
    /// <param name="truthValues">What the values of the truth mean.</param>
    /// <param name="values">What the values of the results mean; null when other labels than those listed may be there.</param>
    /// <param name="options">How to run.</param>
    internal static DavisSequenceScore Evaluate(
        TruthSequence truth, string results, IReadOnlyList<byte> resultOf, MaskValues truthValues, MaskValues? values, EvaluationOptions options)
    {
        RequireEnough(truth.Name, truth.Frames.Count);
        var frames = truth.Frames.Skip(1).SkipLast(1).ToArray();
        var comparison = new FrameComparison(truth, frames, results, options);
        var scores = comparison.Run(truthValues, values ?? MaskValues.Raw, (frame, mask, result) =>
        {
            if (values is not null && result.Labels.Max() is var highest && highest > resultOf.Count) throw comparison.Stray(frame, highest, Allowed(resultOf.Count));
            return Compare(mask, result, resultOf, options.Tolerance);
        });
        return new DavisSequenceScore(truth.Name, frames.Select(f => f.Name).ToArray(), resultOf.Select(Object).ToArray());

        DavisObjectScore Object(byte result, int index) => DavisObjectScore.Of((byte)(index + 1), result, scores.Select(s => s[index]).ToArray(), options.WrapBins);
    }

    /// <summary>Compares one frame: a score for each object.</summary>
    internal static FrameScore[] Compare(LabelMask truth, LabelMask result, IReadOnlyList<byte> resultOf, double tolerance)
    {
        return resultOf.Select((label, i) => Shape(truth, (byte)(i + 1)).Score(label == 0 ? Nothing(truth) : Shape(result, label))).ToArray();

        ObjectShape Shape(LabelMask mask, byte label) => new(mask, label, null, tolerance);

        ObjectShape Nothing(LabelMask like) => new(new LabelMask(like.Width, like.Height, new byte[like.Labels.Length]), 1, null, tolerance);
    }

    internal static void RequireEnough(string sequence, int frames)
    {
        if (frames < 3) throw new EvaluationException($"{sequence}: of {frames} annotated frames none is left without the first and the last");
    }

    internal static string Allowed(int objects) => $"the sequence {objects} objects";
}
