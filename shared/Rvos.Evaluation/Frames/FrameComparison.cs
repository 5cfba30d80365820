using Rvos.Video.Files;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Evaluation.Frames;

/// <summary>Runs over the frames of a sequence, several at once: reads the true and the predicted mask, checks that they fit, compares them. Everything that is wrong
/// with the results is gathered and said together.</summary>
internal sealed class FrameComparison(TruthSequence truth, IReadOnlyList<TruthFrame> frames, string results, EvaluationOptions options)
{
    /// <summary>Compares all frames; scores are in their order.</summary>
    /// <exception cref="EvaluationException">Results are missing, damaged or do not fit.</exception>
    internal T[] Run<T>(MaskValues truthValues, MaskValues resultValues, Func<TruthFrame, LabelMask, LabelMask, T> compare)
    {
        RequireFiles();
        var scores = new T[frames.Count];
        var problems = new string?[frames.Count];
        var done = 0;
        Parallel.For(0, frames.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads) }, i =>
        {
            try
            {
                scores[i] = Compare(frames[i]);
            }
            catch (EvaluationException error)
            {
                problems[i] = error.Message;
            }

            options.Progress?.Invoke(new EvaluationProgress(truth.Name, Interlocked.Increment(ref done), frames.Count));
        });
        EvaluationException.ThrowIfAny(problems.OfType<string>().ToArray());
        return scores;

        T Compare(TruthFrame frame)
        {
            try
            {
                var mask = frame.Read(truthValues);
                var result = LabelMaskReader.Read(FileOf(frame), resultValues);
                RequireSameSize(truth.Name, frame.Name, mask, result);
                return compare(frame, mask, result);
            }
            catch (PngFormatException error)
            {
                throw new EvaluationException(error.Message, error);
            }
        }
    }

    /// <summary>A label that no object has.</summary>
    internal EvaluationException Stray(TruthFrame frame, byte label, string allowed) => Stray(truth.Name, frame.Name, label, allowed);

    internal static EvaluationException Stray(string sequence, string frame, byte label, string allowed) => new($"{sequence}, frame {frame}: the result has label {label}, {allowed}");

    internal static void RequireSameSize(string sequence, string frame, LabelMask mask, LabelMask result)
    {
        if (result.Width != mask.Width || result.Height != mask.Height)
            throw new EvaluationException($"{sequence}, frame {frame}: the result is {result.Width}x{result.Height}, the truth {mask.Width}x{mask.Height}");
    }

    private void RequireFiles()
    {
        if (!Directory.Exists(results)) throw new EvaluationException($"{truth.Name}: there are no results ({results} is no folder)");
        var missing = frames.Where(f => !File.Exists(FileOf(f))).Select(f => f.Name).ToArray();
        if (missing.Length > 0) throw new EvaluationException($"{truth.Name}: there is no result for frame {EvaluationException.List(missing)} in {results}");
    }

    private string FileOf(TruthFrame frame) => DataFolder.Join(results, frame.Name + ".png");
}
