using Rvos.Model.Inference;

namespace Rvos.Model.Tests.S2S;

public class S2sSessionTests
{
    private const int FrameBytes = S2sModel.Pixels * 3;

    public static TheoryData<bool, Precision> Engines => new() { { false, Precision.Float32 }, { false, Precision.BFloat16 } };

    [Theory]
    [InlineData(false)]
    public void Step_SinglePrecision_ProbabilitiesEqualTheReference(bool fused)
    {
        using var model = S2sModel.Open(fused);
        var golden = S2sGolden.Open("out_w8");
        using var features = model.Encode(S2sModel.Frames(), 4);
        using var session = model.CreateSession();
        session.AddObject(1, S2sModel.Mask());
        Assert.Equal(S2sModel.Mask(), session.Step(features, 0)[0].Probabilities);
        for (var t = 1; t < 4; t++) Golden.AssertClose(golden.F32($"mask_probs_t{t}"), session.Step(features, t)[0].Probabilities, 5e-5);
    }

    [Theory]
    [InlineData(false)]
    public void Step_HalfPrecision_ProbabilitiesAreNearTheReference(bool fused)
    {
        using var model = S2sModel.Open(fused, Precision.BFloat16);
        var golden = S2sGolden.Open("out_w8");
        using var features = model.Encode(S2sModel.Frames(), 4);
        using var session = model.CreateSession();
        session.AddObject(1, S2sModel.Mask());
        session.Step(features, 0);
        for (var t = 1; t < 4; t++)
        {
            var (expected, actual) = (golden.F32($"mask_probs_t{t}"), session.Step(features, t)[0].Probabilities);
            Assert.InRange(expected.Zip(actual).Average(p => Math.Abs(p.First - p.Second)), 0, 0.01);
            var both = expected.Zip(actual).Count(p => p is { First: > 0.5f, Second: > 0.5f });
            Assert.True(both >= 0.98 * expected.Zip(actual).Count(p => p.First > 0.5f || p.Second > 0.5f));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void AddObject_LateFrame_EarlierObjectsUnchangedAndNewOneStartsClean(bool fused, Precision precision)
    {
        using var model = S2sModel.Open(fused, precision);
        using var features = model.Encode(S2sModel.Frames(), 4);
        using var session = model.CreateSession();
        using var alone = model.CreateSession();
        using var late = model.CreateSession();
        session.AddObject(1, S2sModel.Mask());
        alone.AddObject(1, S2sModel.Mask());
        Assert.Equal(alone.Step(features, 0)[0].Probabilities, session.Step(features, 0)[0].Probabilities);
        Assert.Equal(alone.Step(features, 1)[0].Probabilities, session.Step(features, 1)[0].Probabilities);
        session.AddObject(7, S2sModel.Box());
        late.AddObject(7, S2sModel.Box());
        for (var t = 2; t < 4; t++)
        {
            var masks = session.Step(features, t);
            Assert.Equal(alone.Step(features, t)[0].Probabilities, masks[0].Probabilities);
            Assert.Equal(late.Step(features, t)[0].Probabilities, masks[1].Probabilities);
            Assert.Equal(t == 2, masks[1].IsGiven);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void CorrectObject_AnyFrame_StartsFromTheNewMask(bool fused, Precision precision)
    {
        using var model = S2sModel.Open(fused, precision);
        using var features = model.Encode(S2sModel.Frames(), 4);
        using var session = model.CreateSession();
        using var fresh = model.CreateSession();
        session.AddObject(1, S2sModel.Mask());
        session.Step(features, 0);
        session.Step(features, 1);
        session.CorrectObject(1, S2sModel.Box());
        fresh.AddObject(1, S2sModel.Box());
        for (var t = 2; t < 4; t++) Assert.Equal(fresh.Step(features, t)[0].Probabilities, session.Step(features, t)[0].Probabilities);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Load_SavedSession_GoesOnByteForByte(bool fused, Precision precision)
    {
        using var model = S2sModel.Open(fused, precision);
        using var features = model.Encode(S2sModel.Frames(), 4);
        using var session = model.CreateSession();
        session.AddObject(1, S2sModel.Mask());
        session.Step(features, 0);
        session.Step(features, 1);
        session.AddObject(2, S2sModel.Box());
        using var saved = new MemoryStream();
        session.Save(saved);
        using var restored = model.CreateSession();
        saved.Position = 0;
        restored.Load(saved);
        Assert.Equal(session.ObjectIds, restored.ObjectIds);
        for (var t = 2; t < 4; t++)
            Assert.Equal(session.Step(features, t).SelectMany(m => m.Probabilities), restored.Step(features, t).SelectMany(m => m.Probabilities));
        using var again = new MemoryStream();
        using var other = new MemoryStream();
        session.Save(again);
        restored.Save(other);
        Assert.Equal(again.ToArray(), other.ToArray());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void LoadPyramid_SavedFeatures_GivesTheSameMasksInAnyBatches(bool fused, Precision precision)
    {
        using var model = S2sModel.Open(fused, precision);
        var frames = S2sModel.Frames();
        using var whole = model.Encode(frames, 4);
        using var session = model.CreateSession();
        using var other = model.CreateSession();
        session.AddObject(1, S2sModel.Mask());
        other.AddObject(1, S2sModel.Mask());
        for (var first = 0; first < 4; first += first == 0 ? 1 : 3)
        {
            var count = first == 0 ? 1 : 3;
            using var saved = new MemoryStream();
            using (var writer = new BinaryWriter(saved, System.Text.Encoding.UTF8, leaveOpen: true))
            using (var pyramid = model.Engine.EncodePyramid(frames.AsSpan(first * FrameBytes, count * FrameBytes), count, S2sModel.Height, S2sModel.Width))
                pyramid.Save(writer);
            saved.Position = 0;
            using var reader = new BinaryReader(saved);
            using var loaded = model.Engine.LoadPyramid(reader);
            using var features = model.Engine.Share(loaded);
            Assert.Equal(count, loaded.Frames);
            for (var i = 0; i < count; i++) Assert.Equal(session.Step(whole, first + i)[0].Probabilities, other.Step(features, i)[0].Probabilities);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Load_TruncatedAtAnyLength_ThrowsInvalidDataAndKeepsTheSession(bool fused, Precision precision)
    {
        using var model = S2sModel.Open(fused, precision);
        using var features = model.Encode(S2sModel.Frames(), 4);
        using var session = model.CreateSession();
        session.AddObject(1, S2sModel.Mask());
        session.Step(features, 0);
        using var saved = new MemoryStream();
        session.Save(saved);
        var bytes = saved.ToArray();
        for (var length = 0; length < bytes.Length; length += 997) Assert.Throws<InvalidDataException>(() => session.Load(new MemoryStream(bytes, 0, length)));
        Assert.Equal(1, session.FrameCount);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void LoadPyramid_TruncatedOrOfOtherSizes_ThrowsAndNeverTakesTheMemory(bool fused, Precision precision)
    {
        using var model = S2sModel.Open(fused, precision);
        using var saved = new MemoryStream();
        using (var writer = new BinaryWriter(saved, System.Text.Encoding.UTF8, leaveOpen: true))
        using (var pyramid = model.Engine.EncodePyramid(S2sModel.Frames().AsSpan(0, FrameBytes), 1, S2sModel.Height, S2sModel.Width))
            pyramid.Save(writer);
        var bytes = saved.ToArray();
        for (var length = 0; length < bytes.Length; length += 4999) Assert.Throws<EndOfStreamException>(() => Load(model.Engine, bytes[..length]));
        var (frames, height, width) = (BitConverter.GetBytes(1024), BitConverter.GetBytes(4096), BitConverter.GetBytes(4096));
        Assert.Throws<EndOfStreamException>(() => Load(model.Engine, [.. bytes[..5], .. frames, .. height, .. width, .. bytes[17..]]));
        Assert.Throws<InvalidDataException>(() => Load(model.Engine, [.. bytes[..9], .. BitConverter.GetBytes(65), .. bytes[13..]]));
    }

    private static void Load(IInferenceEngine engine, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        engine.LoadPyramid(reader).Dispose();
    }
}
