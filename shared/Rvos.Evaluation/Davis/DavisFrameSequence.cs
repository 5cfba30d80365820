using Rvos.Evaluation.Contours;
using Rvos.Evaluation.Frames;
using Rvos.Video.Masks;

namespace Rvos.Evaluation.Davis;

/// <summary>Evaluates a sequence that comes frame after frame, by the rules and with the figures of <see cref="DavisEvaluator"/>: keeps two numbers for each object and frame and
/// no mask. Not safe for several threads.</summary>
public sealed class DavisFrameSequence
{
    private readonly DavisProtocol protocol;
    private readonly string name;
    private readonly int count;
    private readonly EvaluationOptions options;
    private readonly List<string> names = [];
    private readonly List<FrameScore[]> scores = [];
    private byte[] resultOf = [];
    private MaskValues values = MaskValues.Labels;
    private int added;

    /// <summary>Starts a sequence.</summary>
    /// <param name="protocol"><see cref="DavisProtocol.Davis2017SemiSupervised"/> or <see cref="DavisProtocol.RvosZeroShot"/>.</param>
    /// <param name="name">Of the sequence, for messages.</param>
    /// <param name="count">Frames with ground truth: the first and the last of them do not count.</param>
    /// <param name="options">Defaults when null; one frame is compared at a time, and nothing is called after it.</param>
    /// <exception cref="ArgumentException">Another protocol.</exception>
    /// <exception cref="EvaluationException">Fewer than three frames.</exception>
    public DavisFrameSequence(DavisProtocol protocol, string name, int count, EvaluationOptions? options = null)
    {
        if (protocol is not (DavisProtocol.Davis2017SemiSupervised or DavisProtocol.RvosZeroShot)) throw new ArgumentException($"{protocol} needs all frames at once", nameof(protocol));
        FollowedObjects.RequireEnough(name, count);
        (this.protocol, this.name, this.count, this.options) = (protocol, name, count, options ?? EvaluationOptions.Default);
    }

    /// <summary>Whether the next frame's result is looked at; its ground truth always is.</summary>
    public bool NeedsResult => added == 0 ? protocol == DavisProtocol.RvosZeroShot : added < count - 1;

    /// <summary>Adds the next frame.</summary>
    /// <param name="frame">Its name.</param>
    /// <param name="truth">True labels (H,W), read as <see cref="MaskValues.Raw"/>; those of the first frame say which objects there are.</param>
    /// <param name="result">The result's labels (H,W), read as <see cref="MaskValues.Raw"/>; may be null where <see cref="NeedsResult"/> is false.</param>
    /// <exception cref="EvaluationException">The masks do not fit each other, or the result has a label that no object has. The frame then counts as added.</exception>
    public void Add(string frame, LabelMask truth, LabelMask? result)
    {
        var isNeeded = NeedsResult;
        var place = added++;
        if (isNeeded) Require(frame, truth, result);
        if (place == 0 && protocol == DavisProtocol.RvosZeroShot && DavisEvaluator.IsBinary(truth)) values = MaskValues.Binary;
        if (place == 0) Start(LabelMaskReader.As(truth, values), result);
        else if (isNeeded) Compare(frame, LabelMaskReader.As(truth, values), result!);
    }

    /// <summary>The figures, after all frames; none when the first frame shows no object.</summary>
    public DavisSequenceScore Complete()
    {
        if (scores.Count != count - 2) throw new InvalidOperationException($"{scores.Count} of {count - 2} frames were compared");
        return new DavisSequenceScore(name, names, [.. resultOf.Select((result, i) => DavisObjectScore.Of((byte)(i + 1), result, [.. scores.Select(s => s[i])], options.WrapBins))]);
    }

    private void Start(LabelMask truth, LabelMask? result)
    {
        var objects = DavisEvaluator.ObjectsOf(truth);
        resultOf = protocol == DavisProtocol.RvosZeroShot && objects.Length > 0 ? FirstFrameSelection.Choose(truth, result!, objects) : objects;
    }

    private void Compare(string frame, LabelMask truth, LabelMask result)
    {
        if (protocol == DavisProtocol.Davis2017SemiSupervised && result.Labels.Max() is var highest && highest > resultOf.Length)
            throw FrameComparison.Stray(name, frame, highest, FollowedObjects.Allowed(resultOf.Length));
        scores.Add(FollowedObjects.Compare(truth, result, resultOf, options.Tolerance));
        names.Add(frame);
    }

    private void Require(string frame, LabelMask truth, LabelMask? result)
    {
        ArgumentNullException.ThrowIfNull(result);
        FrameComparison.RequireSameSize(name, frame, truth, result);
    }
}
