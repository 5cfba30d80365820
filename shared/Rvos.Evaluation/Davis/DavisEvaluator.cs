using Rvos.Evaluation.Frames;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Evaluation.Davis;

/// <summary>Evaluates masks on disk by the rules of DAVIS. Where the published evaluator would stop (a missing frame, too many labels, another size, fewer
/// than three frames), this one throws.</summary>
public static class DavisEvaluator
{
    /// <summary>Evaluates all sequences that have ground truth, or those that the options name.</summary>
    /// <param name="groundTruth">A DAVIS folder (see <see cref="DavisLayout"/>).</param>
    /// <param name="results">See <see cref="ResultFolder"/>; files beyond the evaluated frames are not read.</param>
    /// <param name="protocol">The rules.</param>
    /// <param name="options">How to run; defaults when null.</param>
    /// <exception cref="LayoutException">The ground truth is not laid out as DAVIS is.</exception>
    /// <exception cref="EvaluationException">Results are missing or do not fit; the message says which.</exception>
    public static DavisScore Evaluate(string groundTruth, string results, DavisProtocol protocol, EvaluationOptions? options = null) =>
        new(protocol, SequenceLoop.Run(DavisLayout.Read(groundTruth, names: options?.Sequences), s => EvaluateSequence(s, ResultFolder.Of(results, s.Name), protocol, options)));

    /// <summary>Tells DAVIS-2016 from DAVIS-2017 by the first true mask: nothing but 0 and 255 means 2016.</summary>
    /// <exception cref="LayoutException">The ground truth is not laid out as DAVIS is.</exception>
    /// <exception cref="PngFormatException">The first mask is no PNG.</exception>
    public static DavisProtocol Detect(string groundTruth) =>
        IsBinary(DavisLayout.Read(groundTruth)[0].Frames[0].Read(MaskValues.Raw)) ? DavisProtocol.Davis2016 : DavisProtocol.Davis2017SemiSupervised;

    /// <summary>Evaluates one sequence against a folder of results.</summary>
    /// <exception cref="EvaluationException">Results are missing or do not fit; the message says which.</exception>
    public static DavisSequenceScore EvaluateSequence(TruthSequence truth, string results, DavisProtocol protocol, EvaluationOptions? options = null)
    {
        options ??= EvaluationOptions.Default;
        try
        {
            return protocol switch
            {
                DavisProtocol.Davis2016 => FollowedObjects.Evaluate(truth, results, [1], MaskValues.Binary, MaskValues.Binary, options),
                DavisProtocol.Davis2017SemiSupervised => FollowedObjects.Evaluate(truth, results, ObjectsOf(truth, MaskValues.Labels), MaskValues.Labels, MaskValues.Raw, options),
                DavisProtocol.RvosZeroShot => EvaluateFound(truth, results, options),
                _ => ProposedObjects.Evaluate(truth, results, ObjectsOf(truth, MaskValues.Labels).Length, options),
            };
        }
        catch (PngFormatException error)
        {
            throw new EvaluationException(error.Message, error);
        }
    }

    // Labels that the first mask passes over count as objects too.
    internal static byte[] ObjectsOf(LabelMask first) => Enumerable.Range(1, first.Labels.Max()).Select(l => (byte)l).ToArray();

    private static byte[] ObjectsOf(TruthSequence truth, MaskValues values) => ObjectsOf(truth.Frames[0].Read(values));

    // A first mask of 0 and 255 alone is one of DAVIS-2016; as labels it would have no object to find.
    private static DavisSequenceScore EvaluateFound(TruthSequence truth, string results, EvaluationOptions options)
    {
        var values = IsBinary(truth.Frames[0].Read(MaskValues.Raw)) ? MaskValues.Binary : MaskValues.Labels;
        return FollowedObjects.Evaluate(truth, results, FirstFrameSelection.Choose(truth, results, ObjectsOf(truth, values), values), values, null, options);
    }

    internal static bool IsBinary(LabelMask mask) => mask.Labels.Contains(byte.MaxValue) && !mask.Labels.AsSpan().ContainsAnyInRange((byte)1, (byte)254);
}
