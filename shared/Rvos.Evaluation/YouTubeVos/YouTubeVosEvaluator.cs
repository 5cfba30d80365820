using Rvos.Evaluation.Contours;
using Rvos.Evaluation.Frames;
using Rvos.Video.Files;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.YouTubeVos;

/// <summary>Evaluates masks on disk in the style of YouTube-VOS (youtube-vos.org, "Evaluation"): J and F as in DAVIS at the frames that meta.json lists for each object,
/// from the first one on, averaged over the objects of seen and of unseen categories.</summary>
public static class YouTubeVosEvaluator
{
    /// <summary>Evaluates all videos of meta.json, or those that the options name.</summary>
    /// <param name="groundTruth">See <see cref="YouTubeVosLayout"/>; masks of all listed frames are needed.</param>
    /// <param name="results">See <see cref="ResultFolder"/>.</param>
    /// <param name="protocol">What counts; defaults when null.</param>
    /// <param name="options">How to run; defaults when null.</param>
    /// <exception cref="LayoutException">The ground truth is not laid out as YouTube-VOS is.</exception>
    /// <exception cref="EvaluationException">Masks are missing or do not fit; the message says which.</exception>
    public static YouTubeVosScore Evaluate(string groundTruth, string results, YouTubeVosProtocol? protocol = null, EvaluationOptions? options = null)
    {
        protocol ??= new YouTubeVosProtocol();
        var sequences = SequenceLoop.Run(YouTubeVosLayout.Read(groundTruth, options?.Sequences), s => EvaluateSequence(s, ResultFolder.Of(results, s.Name), protocol, options));
        return new YouTubeVosScore(protocol, sequences.SelectMany(s => s).ToArray());
    }

    /// <summary>Evaluates the objects of one video.</summary>
    /// <exception cref="EvaluationException">Masks are missing or do not fit; the message says which.</exception>
    public static IReadOnlyList<YouTubeVosObjectScore> EvaluateSequence(TruthSequence truth, string results, YouTubeVosProtocol protocol, EvaluationOptions? options = null)
    {
        options ??= EvaluationOptions.Default;
        var wanted = truth.Objects.SelectMany(o => o.Frames).Distinct().Order(StringComparer.Ordinal).ToArray();
        var files = truth.Frames.ToDictionary(f => UnicodeNames.Key(f.Name));
        if (wanted.Where(n => !files.ContainsKey(UnicodeNames.Key(n))).ToArray() is { Length: > 0 } missing)
            throw new EvaluationException($"{truth.Name}: there is no true mask for frame {EvaluationException.List(missing)}");
        var highest = truth.Objects.Max(o => o.Id);
        var shown = truth.Objects.Select(o => o.Frames.Select(UnicodeNames.Key).ToHashSet()).ToArray();
        var comparison = new FrameComparison(truth, wanted.Select(n => files[UnicodeNames.Key(n)]).ToArray(), results, options);
        var scores = comparison.Run(MaskValues.Labels, MaskValues.Raw, (frame, mask, result) =>
        {
            if (result.Labels.Max() is var label && label > highest) throw comparison.Stray(frame, label, $"the highest object is {highest}");
            return truth.Objects.Select((o, i) => shown[i].Contains(UnicodeNames.Key(frame.Name)) ? Shape(mask, o.Id).Score(Shape(result, o.Id)) : default).ToArray();
        });
        var byName = wanted.Zip(scores).ToDictionary(p => p.First, p => p.Second);
        return truth.Objects.Select((o, i) => Object(o, o.Frames.Select(n => byName[n][i]).ToArray())).ToArray();

        ObjectShape Shape(LabelMask mask, byte label) => new(mask, label, null, options.Tolerance);

        YouTubeVosObjectScore Object(TruthObject item, FrameScore[] frames)
        {
            var counted = frames.Skip(protocol.WithoutFirst ? 1 : 0).SkipLast(protocol.WithoutLast ? 1 : 0).DefaultIfEmpty(new FrameScore(double.NaN, double.NaN)).ToArray();
            return new YouTubeVosObjectScore(truth.Name, item.Id, item.Category, item.Frames, frames.Select(s => s.J).ToArray(), frames.Select(s => s.F).ToArray(),
                counted.Average(s => s.J), counted.Average(s => s.F));
        }
    }
}
