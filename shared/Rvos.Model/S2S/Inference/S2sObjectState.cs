using Rvos.Model.Inference;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.S2S.Inference;

/// <summary>An object's memories as tensors (1,c,h,w).</summary>
internal sealed class S2sObjectState(S2sState state) : IObjectState
{
    internal S2sState State => state;

    public void Save(BinaryWriter writer)
    {
        foreach (var map in state.Hidden.Concat(state.Cell)) S2sBlob.Write(writer, map);
    }

    public void Dispose()
    {
        foreach (var map in state.Hidden.Concat(state.Cell)) map.Dispose();
    }

    internal static S2sObjectState Load(BinaryReader reader, S2sEngine engine, int height, int width)
    {
        using var scope = NewDisposeScope();
        var count = engine.Options.Memories;
        var maps = Enumerable.Range(0, 2 * count)
            .Select(i => S2sBlob.Read(reader, [1, engine.Options.MemoryChannels[i % count], height >> (5 - i % count), width >> (5 - i % count)], engine.Type, engine.Device)).ToArray();
        foreach (var map in maps) map.DetachFromDisposeScope();
        return new S2sObjectState(new S2sState(maps[..count], maps[count..]));
    }
}
