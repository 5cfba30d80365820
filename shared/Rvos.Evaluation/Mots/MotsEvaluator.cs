using System.Runtime.ExceptionServices;
using Rvos.Evaluation.Mots.TrackEval;
using Rvos.Video.Layouts;
using Rvos.Video.Layouts.Mots;

namespace Rvos.Evaluation.Mots;

/// <summary>Evaluates KITTI-MOTS results by the rules of both published evaluators at once: mots_tools (Voigtlaender et al., CVPR 2019) and TrackEval (Luiten et al.,
/// IJCV 2020). Each class by itself; the overlaps of a frame are computed once. What one of them refuses is refused (see <see cref="IMotsReader"/>).</summary>
public static class MotsEvaluator
{
    private static readonly MotsClass[] Classes = [MotsClass.Car, MotsClass.Pedestrian];

    /// <summary>Evaluates a folder of results.</summary>
    /// <param name="groundTruth">A folder with <c>SEQ.txt</c> or <c>SEQ/000000.png</c>.</param>
    /// <param name="results">A folder with the same sequences, text or pictures; others in it are not read.</param>
    /// <param name="seqmap">Which sequences count and how many frames they have (see <see cref="SeqMap"/>); without, all of the truth, each up to the last frame of its truth that lists an object
    /// (text) or has a file (pictures).</param>
    /// <param name="progress">Called after each sequence, one call at a time; sequences run in parallel and end in any order.</param>
    /// <param name="names">Sequences that are evaluated; null for all.</param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <exception cref="LayoutException">The ground truth or the seqmap is missing or damaged; the message says where.</exception>
    /// <exception cref="EvaluationException">Results are missing, damaged or do not fit; the message says which.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MotsReport Evaluate(
        string groundTruth, string results, string? seqmap = null, Action<MotsProgress>? progress = null, IReadOnlyList<string>? names = null, CancellationToken cancellation = default)
    {
        var all = seqmap is null
            ? MotsSequences.Names(groundTruth).Select(n => (Name: n, FrameCount: (int?)null)).ToArray()
            : SeqMap.Read(seqmap).Select(e => (e.Name, FrameCount: (int?)e.FrameCount)).ToArray();
        var sequences = SequenceList.Choose(all, s => s.Name, names, seqmap ?? groundTruth);
        var scores = new MotsSequenceScore[sequences.Length][];
        var (done, turn) = (0, new Lock());
        ForAll(sequences.Length, i =>
        {
            using var truth = MotsSequences.Open(groundTruth, sequences[i].Name, sequences[i].FrameCount);
            using var result = OfResults(() => MotsSequences.Open(results, truth.Name, truth.FrameCount));
            scores[i] = EvaluateSequence(truth, result, cancellation);
            lock (turn) progress?.Invoke(new MotsProgress(truth.Name, ++done, sequences.Length));
        }, cancellation);

        return new MotsReport(Classes.Select((kind, c) => Combine(kind, scores.Select(s => s[c]).ToArray())).ToArray());
    }

    // As many sequences at once as there are processors; the first error stops the others.
    private static void ForAll(int count, Action<int> evaluate, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, evaluate);
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }

    // One score for each class.
    private static MotsSequenceScore[] EvaluateSequence(IMotsReader truth, IMotsReader result, CancellationToken cancellation)
    {
        var tallies = Classes.Select(_ => (MotsTools: new MotsTally(), TrackEval: new TrackTally())).ToArray();
        for (var t = 0; t < truth.FrameCount; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (trueFrame, foundFrame) = (truth.Read(t), OfResults(() => result.Read(t)));
            CheckSize(truth.Name, trueFrame, foundFrame);
            var frames = ClassFrame.Divide(trueFrame, foundFrame, Classes);
            for (var c = 0; c < frames.Length; c++)
            {
                tallies[c].MotsTools.Add(frames[c]);
                tallies[c].TrackEval.Add(frames[c]);
            }
        }

        return tallies.Select(t => new MotsSequenceScore(truth.Name, t.MotsTools.Score(), t.TrackEval.Score())).ToArray();
    }

    private static MotsClassScore Combine(MotsClass kind, MotsSequenceScore[] sequences) => new(
        kind,
        new MotsSequenceScore("", MotsScore.Combine(sequences.Select(s => s.MotsTools).ToArray()), TrackingScore.Combine(sequences.Select(s => s.TrackEval).ToArray())),
        sequences);

    private static void CheckSize(string sequence, MotsFrame truth, MotsFrame result)
    {
        if (truth.Objects.Count == 0 || result.Objects.Count == 0) return;
        var (expected, found) = (truth.Objects[0].Mask, result.Objects[0].Mask);
        if (expected.Width != found.Width || expected.Height != found.Height)
            throw new EvaluationException(
                $"{sequence}, frame {truth.Index}, id {result.Objects[0].TrackId}: the result is {found.Width}x{found.Height}, the truth {expected.Width}x{expected.Height}");
    }

    private static T OfResults<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LayoutException error)
        {
            throw new EvaluationException(error.Message, error);
        }
    }
}
