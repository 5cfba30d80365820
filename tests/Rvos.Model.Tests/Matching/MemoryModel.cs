using Rvos.Model.Inference;
using Rvos.Model.Networks;
using Rvos.Model.Sessions;

namespace Rvos.Model.Tests.Matching;

/// <summary>The small network of <see cref="MatchingModel"/> with a memory, mutual matching, recalled features and shared pixels, each or not; two objects.</summary>
public static class MemoryModel
{
    internal const int Frames = 9;

    public static TheoryData<int, bool, bool, bool> Variants => new()
    {
        { 2, false, false, false }, { 0, true, false, false }, { 2, true, false, true }, { 3, true, false, false }, { 2, false, true, false }, { 0, true, true, false }, { 3, true, true, true },
    };

    internal static NetworkOptions With(int frames, bool mutual, bool features, bool shares) =>
        MatchingModel.Options with { MemoryFrames = frames, Mutual = mutual, Features = features, SoftAggregation = shares };

    internal static RvosModel Open(int frames, bool mutual, bool features, bool shares, bool fused, Recurrence recurrence = Recurrence.SpatioTemporal) =>
        MatchingModel.Open(fused, options: With(frames, mutual, features, shares), recurrence: recurrence);

    internal static List<float[]> Run(RvosModel model)
    {
        using var session = model.CreateSession();
        for (var o = 1; o <= 2; o++) session.AddObject(o, MatchingModel.Mask(0, o));
        return Enumerable.Range(0, Frames).SelectMany(t => Step(model, session, t).Select(m => m.Probabilities)).ToList();
    }

    internal static VideoSession Started(RvosModel model, int frames)
    {
        var session = model.CreateSession();
        for (var o = 1; o <= 2; o++) session.AddObject(o, MatchingModel.Mask(0, o));
        for (var t = 0; t < frames; t++) Step(model, session, t);
        return session;
    }

    internal static IReadOnlyList<ObjectMask> Step(RvosModel model, VideoSession session, int frame)
    {
        using IFrameFeatures features = model.Encode(MatchingModel.Frames.AsSpan(frame % 4 * MatchingModel.Pixels * 3, MatchingModel.Pixels * 3), 1);
        return session.Step(features, 0);
    }

    internal static MemoryStream Saved(VideoSession session)
    {
        var stream = new MemoryStream();
        session.Save(stream);
        stream.Position = 0;
        return stream;
    }
}
