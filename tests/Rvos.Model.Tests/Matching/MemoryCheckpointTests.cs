using Rvos.Model.Networks;
using static Rvos.Model.Tests.Matching.MemoryModel;

namespace Rvos.Model.Tests.Matching;

/// <summary>Saved sessions of networks that remember frames.</summary>
public class MemoryCheckpointTests
{
    // What lies behind the age of the last object: the number of remembered frames, and the age, the index and the mask of 8x14 places of the only one.
    private const int AgeFromEnd = CountFromEnd + 8, CountFromEnd = 4 + MemoryFromEnd, MemoryFromEnd = 8 + 4 + 8 * 14 * 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_SavedSession_GoesOnByteForByte(bool fused)
    {
        using var model = Open(2, true, true, true, fused);
        using var session = Started(model, 7);
        using var restored = model.CreateSession();
        restored.Load(Saved(session));
        Assert.Equal(Saved(session).ToArray(), Saved(restored).ToArray());
        for (var t = 7; t < 12; t++) Assert.Equal(Step(model, session, t).SelectMany(m => m.Probabilities), Step(model, restored, t).SelectMany(m => m.Probabilities));
        Assert.Equal(Saved(session).ToArray(), Saved(restored).ToArray());
    }

    [Fact]
    public void Load_SessionOfAVersionWithoutMemory_GoesOnFromTheGivenFrame()
    {
        // Mutual matching alone writes the first version, and has the same bytes of everything but the memory.
        using var old = Open(0, true, false, false, fused: true);
        using var model = Open(2, true, false, false, fused: true);
        using var session = Started(old, 7);
        using var restored = model.CreateSession();
        restored.Load(Saved(session));
        Assert.Equal(7, restored.FrameCount);
        Golden.AssertClose(Step(old, session, 7)[0].Probabilities, Step(model, restored, 7)[0].Probabilities, 1e-6);
    }

    [Fact]
    public void Load_DamagedMemory_InvalidDataAndTheSessionUnchanged()
    {
        using var model = Open(2, true, false, false, fused: true);
        using var session = Started(model, 7);
        var whole = Saved(session).ToArray();
        foreach (var length in new[] { whole.Length - 1, whole.Length - 700, whole.Length - 9000 }) Assert.Throws<InvalidDataException>(() => session.Load(new MemoryStream(whole[..length])));
        var damaged = (byte[])whole.Clone();
        damaged[^CountFromEnd] = 200;
        Assert.Throws<InvalidDataException>(() => session.Load(new MemoryStream(damaged)));
        Assert.Equal(whole, Saved(session).ToArray());
    }

    [Theory]
    [InlineData(AgeFromEnd, long.MaxValue - 1)] // longer ago than the session's first frame
    [InlineData(AgeFromEnd, 8)] // the same, and near
    [InlineData(AgeFromEnd, -2)]
    [InlineData(AgeFromEnd, 6)] // remembers the same frame, but the other object was given with it and is older
    [InlineData(AgeFromEnd, 3)] // remembers another frame
    [InlineData(MemoryFromEnd, 3)] // a frame that is not remembered at this age
    public void Load_AgesThatCannotBe_InvalidDataAndTheSessionUnchanged(int fromEnd, long value)
    {
        using var model = Open(2, true, false, false, fused: true);
        using var session = Started(model, 8);
        var whole = Saved(session).ToArray();
        var damaged = (byte[])whole.Clone();
        BitConverter.TryWriteBytes(damaged.AsSpan(damaged.Length - fromEnd), value);
        Assert.Throws<InvalidDataException>(() => session.Load(new MemoryStream(damaged)));
        Assert.Equal(whole, Saved(session).ToArray());
    }

    [Fact]
    public void Ages_LongestVideo_Ends() => Assert.InRange(MemoryRule.Ages(long.MaxValue, 3).Count(), 1, 3);

    [Fact]
    public void Save_LongVideo_BytesDoNotGrow()
    {
        using var model = Open(3, true, true, false, fused: true);
        using var session = Started(model, 2);
        var sizes = new List<long>();
        for (var t = 2; t < 70; t++)
        {
            Step(model, session, t);
            sizes.Add(Saved(session).Length);
        }

        Assert.Equal(sizes[..12].Max(), sizes.Max());
    }
}
