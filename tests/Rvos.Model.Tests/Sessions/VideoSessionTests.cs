using Rvos.Fused;
using Rvos.Model.Inference;
using Rvos.Model.Sessions;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Sessions;

public class VideoSessionTests
{
    private const int Height = 60, Width = 107, Pixels = Height * Width;

    public static TheoryData<bool, Recurrence, bool> Cases
    {
        get
        {
            var data = new TheoryData<bool, Recurrence, bool>();
            foreach (var fused in new[] { false, true })
                foreach (var oneShot in new[] { false, true })
                    foreach (var mode in Enum.GetValues<Recurrence>()) data.Add(oneShot, mode, fused);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_AllModes_ProbabilitiesEqualTheOriginal(bool oneShot, Recurrence mode, bool fused)
    {
        var golden = Golden.Own("rvos_small/fwd_60x107");
        var labels = golden.U8("labels_u8_THW");
        using var model = Model(oneShot, mode, fused);
        using var session = model.CreateSession(new SessionOptions(AsOriginal: true, Slots: 3));
        for (var o = 1; o <= 3 && oneShot; o++) session.CorrectObject(o, Golden.Mask(labels, 0, Pixels, o));
        using var features = model.Encode(golden.U8("frames_u8_THWC"), 4);
        var expected = golden.F32($"{GoldenNames.Of(oneShot, mode)}_probs");
        for (var t = 0; t < 4; t++)
        {
            var masks = session.Step(features, t);
            for (var o = 0; o < 3; o++) Golden.AssertClose(expected.AsSpan((t * 3 + o) * Pixels, Pixels).ToArray(), masks[o].Probabilities, 5e-5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_LateObjectAsOriginal_ProbabilitiesEqualTheOriginal(bool fused)
    {
        var golden = Golden.Own("rvos_small/fwd_60x107");
        var labels = golden.U8("labels_u8_THW");
        using var model = Model(true, Recurrence.SpatioTemporal, fused);
        using var session = model.CreateSession(new SessionOptions(AsOriginal: true, Slots: 3));
        session.CorrectObject(1, Golden.Mask(labels, 0, Pixels, 1));
        session.CorrectObject(2, Golden.Mask(labels, 0, Pixels, 2));
        using var features = model.Encode(golden.U8("frames_u8_THWC"), 4);
        var expected = golden.F32("one_late_probs");
        for (var t = 0; t < 4; t++)
        {
            if (t == 2) session.CorrectObject(3, Golden.Mask(labels, 2, Pixels, 3));
            var masks = session.Step(features, t);
            for (var o = 0; o < 3; o++) Golden.AssertClose(expected.AsSpan((t * 3 + o) * Pixels, Pixels).ToArray(), masks[o].Probabilities, 5e-5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddObject_LateFrame_EarlierObjectsUnchangedAndNewOneStartsClean(bool fused)
    {
        var golden = Golden.Own("rvos_small/fwd_60x107");
        var (frames, labels) = (golden.U8("frames_u8_THWC"), golden.U8("labels_u8_THW"));
        using var model = Model(true, Recurrence.Temporal, fused);
        using var features = model.Encode(frames, 4);
        using var session = model.CreateSession();
        using var fresh = model.CreateSession();
        session.AddObject(1, Golden.Mask(labels, 0, Pixels, 1));
        session.Step(features, 0);
        session.Step(features, 1);
        session.AddObject(2, Golden.Mask(labels, 2, Pixels, 2));
        fresh.AddObject(2, Golden.Mask(labels, 2, Pixels, 2));
        var late = session.Step(features, 2);
        var alone = fresh.Step(features, 2);
        Assert.Equal(alone[0].Probabilities, late[1].Probabilities);
        Assert.True(late[1].IsGiven);
        Assert.Equal(fresh.Step(features, 3)[0].Probabilities, session.Step(features, 3)[1].Probabilities);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_SavedSession_GoesOnByteForByte(bool fused)
    {
        var golden = Golden.Own("rvos_small/fwd_60x107");
        var labels = golden.U8("labels_u8_THW");
        using var model = Model(true, Recurrence.SpatioTemporal, fused);
        using var features = model.Encode(golden.U8("frames_u8_THWC"), 4);
        using var session = model.CreateSession();
        for (var o = 1; o <= 3; o++) session.AddObject(o, Golden.Mask(labels, 0, Pixels, o));
        session.Step(features, 0);
        session.Step(features, 1);
        using var saved = new MemoryStream();
        session.Save(saved);
        using var restored = model.CreateSession();
        saved.Position = 0;
        restored.Load(saved);
        Assert.Equal(session.ObjectIds, restored.ObjectIds);
        Assert.Equal(session.Step(features, 2).SelectMany(m => m.Probabilities), restored.Step(features, 2).SelectMany(m => m.Probabilities));
        using var again = new MemoryStream();
        using var other = new MemoryStream();
        session.Save(again);
        restored.Save(other);
        Assert.Equal(again.ToArray(), other.ToArray());
    }

    [Fact]
    public void Load_TruncatedAtAnyLength_ThrowsInvalidDataAndKeepsTheSession()
    {
        using var model = Model(true, Recurrence.SpatioTemporal, fused: true);
        var golden = Golden.Own("rvos_small/fwd_60x107");
        using var features = model.Encode(golden.U8("frames_u8_THWC"), 4);
        using var session = model.CreateSession();
        session.AddObject(1, new float[Pixels]);
        session.Step(features, 0);
        using var saved = new MemoryStream();
        session.Save(saved);
        var live = Activation.LiveCount;
        var bytes = saved.ToArray();
        for (var length = 0; length < bytes.Length; length += 997)
            Assert.Throws<InvalidDataException>(() => session.Load(new MemoryStream(bytes, 0, length)));
        Assert.Equal(live, Activation.LiveCount);
        Assert.Equal(1, session.FrameCount);
    }

    [Fact]
    public void RemoveObject_OneOfTwo_TheOtherGoesOn()
    {
        using var model = Model(true, Recurrence.Temporal, fused: true);
        var golden = Golden.Own("rvos_small/fwd_60x107");
        using var features = model.Encode(golden.U8("frames_u8_THWC"), 4);
        using var session = model.CreateSession();
        session.AddObject(1, new float[Pixels]);
        session.AddObject(7, Golden.Mask(golden.U8("labels_u8_THW"), 0, Pixels, 1));
        session.Step(features, 0);
        Assert.True(session.RemoveObject(1));
        Assert.False(session.RemoveObject(1));
        Assert.Equal([7], session.Step(features, 1).Select(m => m.ObjectId));
    }

    [Fact]
    public void AddObject_BadArguments_ThrowsSayingWhat()
    {
        using var model = Model(true, Recurrence.SpatioTemporal, fused: true);
        using var session = model.CreateSession();
        session.AddObject(1, new float[Pixels]);
        Assert.Contains("already", Assert.Throws<ArgumentException>(() => session.AddObject(1, new float[Pixels])).Message);
        Assert.Contains("107x60", Assert.Throws<ArgumentException>(() => session.AddObject(2, new float[5])).Message);
        Assert.Contains("positive", Assert.Throws<ArgumentException>(() => session.AddObject(0, new float[Pixels])).Message);
        var bad = new float[Pixels];
        bad[3] = float.NaN;
        Assert.Contains("outside", Assert.Throws<ArgumentException>(() => session.AddObject(2, bad)).Message);
    }

    private static RvosModel Model(bool oneShot, Recurrence mode, bool fused)
    {
        var network = Golden.SmallNetwork(oneShot);
        return RvosModel.From(network, Golden.Describe(network, Height, Width, mode), new InferenceOptions("cpu", Precision.Float32, fused));
    }
}
