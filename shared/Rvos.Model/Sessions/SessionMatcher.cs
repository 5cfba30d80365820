using Rvos.Model.Inference;
using static TorchSharp.torch;

namespace Rvos.Model.Sessions;

/// <summary>Matching in one session: each frame is compared once with the one before, and once with every frame in which masks were given.</summary>
internal sealed class SessionMatcher(IInferenceEngine engine, MaskFinder finder, int height, int width) : IDisposable
{
    private readonly List<(FrameKeys Then, Tensor Attention)> toReferences = [];
    private Tensor? toBefore;
    private FrameKeys? now;

    /// <summary>Keys of the frame before; null before the first frame.</summary>
    internal FrameKeys? Before { get; set; }

    /// <summary>Enters a frame. It counts as the one before only when <see cref="Leave"/> says so.</summary>
    internal void Enter(IFrameFeatures features, int frame)
    {
        Forget();
        now = engine.Keys(features, frame);
    }

    /// <summary>Finds an object in the frame; one whose mask is given takes the frame as its reference.</summary>
    internal MatchedMasks Match(SessionObject item)
    {
        var carried = MaskFinder.Shrink(item.PreviousMask!, height, width);
        if (item.IsGiven || item.Reference is null || Before is null)
        {
            item.Reference = new MaskReference(now!, carried);
            return new MatchedMasks(now!.Height, now.Width, carried, carried);
        }

        toBefore ??= finder.Attend(now!, Before, nearby: true);
        return new MatchedMasks(now!.Height, now.Width, finder.Find(To(item.Reference.Keys), item.Reference.Shares), finder.Find(toBefore, carried));
    }

    /// <summary>Leaves the frame: it is the one before from now on.</summary>
    internal void Leave()
    {
        Forget();
        Before = now;
    }

    public void Dispose() => Forget();

    private Tensor To(FrameKeys then)
    {
        foreach (var known in toReferences)
            if (ReferenceEquals(known.Then, then)) return known.Attention;
        var attention = finder.Attend(now!, then, nearby: false);
        toReferences.Add((then, attention));
        return attention;
    }

    private void Forget()
    {
        toBefore?.Dispose();
        toBefore = null;
        foreach (var (_, attention) in toReferences) attention.Dispose();
        toReferences.Clear();
    }
}
