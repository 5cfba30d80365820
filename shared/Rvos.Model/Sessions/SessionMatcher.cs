using Rvos.Model.Inference;
using Rvos.Model.Networks;
using static TorchSharp.torch;

namespace Rvos.Model.Sessions;

/// <summary>Matching in one session: each frame is compared once with the one before, and once with every frame in which masks were given; of networks that remember frames also with
/// those and the given one together.</summary>
internal sealed class SessionMatcher(IInferenceEngine engine, IMaskFinder finder, NetworkOptions network, int height, int width)
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
            given.Reference = new MaskReference(now, shares[given], new float[network.FeatureChannels * now.Places]);
            given.Age = -1;
            given.Memory.Clear();
            matched[given.Id] = new MatchedMasks(now.Height, now.Width, shares[given], shares[given], Given(shares[given]), NoFeatures(now));
        }

        var others = objects.Where(o => !matched.ContainsKey(o.Id)).ToArray();
        if (others.Length == 0) return;
        var carried = finder.Find(now, Before!, others.Select(o => shares[o]).ToArray(), nearby: true);
        foreach (var group in others.Select((o, i) => (Object: o, Carried: carried[i])).GroupBy(o => o.Object.Reference!.Keys, ReferenceEqualityComparer.Instance))
        {
            var members = group.ToArray();
            var first = members[0].Object;
            var references = finder.Find(now, first.Reference!.Keys, members.Select(m => m.Object.Reference!.Shares).ToArray(), nearby: false);
            // Objects that were given in the same frame are of the same age, and remember the same frames.
            var recalled = finder.RecalledChannels == 0 ? null : finder.Recall(now, Bank(first).Select(r => r.Keys).ToArray(), members.Select(m => Bank(m.Object).Select(r => r.Shares).ToArray()).ToArray(),
                network.Features ? members.Select(m => Bank(m.Object).Select(r => r.Features).ToArray()).ToArray() : null);
            for (var i = 0; i < members.Length; i++) matched[members[i].Object.Id] = new MatchedMasks(now.Height, now.Width, references[i], members[i].Carried, recalled?[i].Masks ?? [], recalled?[i].Features ?? []);
        }
    }

    /// <summary>What was found of an object.</summary>
    internal MatchedMasks Of(SessionObject item) => matched[item.Id];

    /// <summary>Leaves the frame: it is the one before from now on, and remembered where <see cref="MemoryRule"/> says so.</summary>
    /// <param name="objects">All objects, with the masks that the next step reads.</param>
    internal void Leave(IReadOnlyList<SessionObject> objects)
    {
        Before = now;
        foreach (var item in objects)
        {
            item.Age++;
            if (item.Age == 0) item.Reference = item.Reference! with { Shares = item.IsCoarse ? Shrink(item.PreviousMask!) : item.Reference.Shares, Features = FeaturesOf(item) };
            var kept = MemoryRule.Ages(item.Age, network.MemoryFrames).ToHashSet();
            item.Memory.RemoveAll(m => !kept.Contains(m.Age));
            if (kept.Contains(item.Age)) item.Memory.Add((item.Age, new MaskReference(now!, Shrink(item.PreviousMask!), FeaturesOf(item))));
        }
    }

    private static IEnumerable<MaskReference> Bank(SessionObject item) => item.Memory.Select(m => m.Mask).Prepend(item.Reference!);

    private float[] FeaturesOf(SessionObject item) => network.Features ? item.State!.Hidden(MaskMatcher.Level) : [];

    // Nothing is known yet in the frame in which the mask is given.
    private float[][] NoFeatures(FrameKeys keys) => Enumerable.Range(0, network.FeatureChannels).Select(_ => new float[keys.Places]).ToArray();

    // In its own frame the object is what was given, and the rest is background.
    private float[][] Given(float[] shares) => finder.RecalledChannels switch
    {
        0 => [],
        1 => [shares],
        _ => [shares, Array.ConvertAll(shares, s => 1 - s)],
    };

    private float[] Shrink(float[] mask)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return FoldedConvolution.Values(MaskMatcher.Shrink(tensor(mask, [1, 1, height, width])));
    }
}
