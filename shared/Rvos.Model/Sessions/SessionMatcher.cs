using Rvos.Model.Inference;
using Rvos.Model.Networks;
using static TorchSharp.torch;

namespace Rvos.Model.Sessions;

/// <summary>Matching in one session: each frame is compared once with the one before, and once with every frame in which masks were given.</summary>
internal sealed class SessionMatcher(IInferenceEngine engine, IMaskFinder finder, int height, int width)
{
    private readonly Dictionary<int, MatchedMasks> matched = [];
    private FrameKeys? now;

    /// <summary>Keys of the frame before; null before the first frame.</summary>
    internal FrameKeys? Before { get; set; }

    /// <summary>Enters a frame and finds all objects in it; one whose mask is given takes the frame as its reference. The frame counts as the one before only when
    /// <see cref="Leave"/> says so.</summary>
    internal void Enter(IFrameFeatures features, int frame, IReadOnlyList<SessionObject> objects)
    {
        matched.Clear();
        now = engine.Keys(features, frame);
        var shares = objects.ToDictionary(o => o, o => Shrink(o.PreviousMask!));
        foreach (var given in objects.Where(o => o.IsGiven || o.Reference is null || Before is null))
        {
            given.Reference = new MaskReference(now, shares[given]);
            matched[given.Id] = new MatchedMasks(now.Height, now.Width, shares[given], shares[given]);
        }

        var others = objects.Where(o => !matched.ContainsKey(o.Id)).ToArray();
        if (others.Length == 0) return;
        var carried = finder.Find(now, Before!, others.Select(o => shares[o]).ToArray(), nearby: true);
        foreach (var group in others.Select((o, i) => (Object: o, Carried: carried[i])).GroupBy(o => o.Object.Reference!.Keys, ReferenceEqualityComparer.Instance))
        {
            var members = group.ToArray();
            var references = finder.Find(now, members[0].Object.Reference!.Keys, members.Select(m => m.Object.Reference!.Shares).ToArray(), nearby: false);
            for (var i = 0; i < members.Length; i++) matched[members[i].Object.Id] = new MatchedMasks(now.Height, now.Width, references[i], members[i].Carried);
        }
    }

    /// <summary>What was found of an object.</summary>
    internal MatchedMasks Of(SessionObject item) => matched[item.Id];

    /// <summary>Leaves the frame: it is the one before from now on.</summary>
    internal void Leave() => Before = now;

    private float[] Shrink(float[] mask)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return FoldedConvolution.Values(MaskMatcher.Shrink(tensor(mask, [1, 1, height, width])));
    }
}
