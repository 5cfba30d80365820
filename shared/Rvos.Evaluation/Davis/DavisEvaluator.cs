using Rvos.Evaluation.Regions;
using Rvos.Evaluation.Statistics;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Evaluation.Davis;

/// <summary>Evaluates masks on disk by the rules of DAVIS. Where the published evaluator would stop (a missing frame, too many labels, another size, fewer
/// than three frames), this one throws.</summary>
public static class DavisEvaluator
{
    /// <summary>Evaluates all sequences that have ground truth.</summary>
    /// <param name="groundTruth">A DAVIS folder (see <see cref="DavisLayout"/>).</param>
    /// <param name="results">A folder with <c>SEQ/FRAME.png</c>; files beyond the evaluated frames are not read.</param>
    /// <param name="protocol">The rules.</param>
    /// <param name="wrapBins">See <see cref="FrameStatistics.Of"/>.</param>
    /// <exception cref="LayoutException">The ground truth is not laid out as DAVIS is.</exception>
    /// <exception cref="EvaluationException">Results are missing or do not fit; the message says which.</exception>
    public static DavisScore Evaluate(string groundTruth, string results, DavisProtocol protocol = DavisProtocol.Davis2016, bool wrapBins = false) =>
        new(DavisLayout.Read(groundTruth).Select(s => EvaluateSequence(s, Path.Combine(results, s.Name), protocol, wrapBins)).ToArray());

    /// <summary>Evaluates one sequence against a folder of results.</summary>
    /// <exception cref="EvaluationException">Results are missing or do not fit; the message says which.</exception>
    public static DavisSequenceScore EvaluateSequence(TruthSequence truth, string results, DavisProtocol protocol = DavisProtocol.Davis2016, bool wrapBins = false)
    {
        if (truth.Frames.Count < 3) throw new EvaluationException($"{truth.Name}: of {truth.Frames.Count} annotated frames none is left without the first and the last");
        try
        {
            var objects = protocol == DavisProtocol.Davis2016 ? 1 : truth.Frames[0].Read(MaskValues.Labels).Labels.Max();
            var frames = truth.Frames.Skip(1).SkipLast(1).ToArray();
            var scores = frames.Select(f => EvaluateFrame(truth.Name, f, Path.Combine(results, f.Name + ".png"), objects, protocol)).ToArray();
            return new DavisSequenceScore(truth.Name, frames.Select(f => f.Name).ToArray(), Enumerable.Range(0, objects).Select(Score).ToArray());

            DavisObjectScore Score(int index)
            {
                var values = scores.Select(s => s[index].J).ToArray();
                return new DavisObjectScore((byte)(index + 1), values, FrameStatistics.Of(values, wrapBins));
            }
        }
        catch (PngFormatException error)
        {
            throw new EvaluationException(error.Message, error);
        }
    }

    private static RegionOverlap[] EvaluateFrame(string sequence, TruthFrame frame, string result, int objects, DavisProtocol protocol)
    {
        if (!File.Exists(result)) throw new EvaluationException($"{sequence}: there is no result for frame {frame.Name} ({result})");
        var isSingle = protocol == DavisProtocol.Davis2016;
        var truth = frame.Read(isSingle ? MaskValues.Binary : MaskValues.Labels);
        var prediction = LabelMaskReader.Read(result, isSingle ? MaskValues.Binary : MaskValues.Raw);
        if (prediction.Width != truth.Width || prediction.Height != truth.Height)
            throw new EvaluationException($"{sequence}, frame {frame.Name}: the result is {prediction.Width}x{prediction.Height}, the truth {truth.Width}x{truth.Height}");
        if (prediction.Labels.Max() is var highest && highest > objects)
            throw new EvaluationException($"{sequence}, frame {frame.Name}: the result has label {highest}, the sequence {objects} objects");
        return RegionSimilarity.CompareAll(truth, prediction, objects);
    }
}
