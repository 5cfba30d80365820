using System.Runtime.InteropServices;
using Rvos.Model.Inference;
using Rvos.Model.Networks;

namespace Rvos.Model.Sessions;

/// <summary>A session's state as bytes: "RVSS", version, input size, frame count, objects with previous mask and state;
/// of networks that match masks also the keys of the frame before and of each object's reference; in version 2, which networks with a memory or recalled features write and sessions to which a mask was
/// given coarsely, also each object's age, the frames remembered of it and its features there.</summary>
internal static class SessionFormat
{
    private const uint Magic = 0x53535652;
    private const byte Given = 1, Coarse = 2;
    private const int Version = 1, VersionWithMemory = 2, MaxObjects = 4096;

    internal static void Write(Stream stream, ModelDescription model, long frameCount, IReadOnlyList<SessionObject> objects, FrameKeys? before)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        var version = HasMemory(model) || objects.Any(o => o.IsCoarse) ? VersionWithMemory : Version;
        writer.Write(Magic);
        writer.Write(version);
        writer.Write(model.InputHeight);
        writer.Write(model.InputWidth);
        writer.Write(frameCount);
        writer.Write(objects.Count);
        foreach (var item in objects)
        {
            writer.Write(item.Id);
            writer.Write((byte)((item.IsGiven ? Given : 0) | (item.IsCoarse ? Coarse : 0)));
            writer.Write(item.State is not null);
            if (item.PreviousMask is { } mask) writer.Write(MemoryMarshal.AsBytes(mask.AsSpan()));
            item.State?.Save(writer);
        }

        if (KeyChannels(model) > 0) KeyFormat.Write(writer, objects, before, version == VersionWithMemory);
    }

    internal static (long FrameCount, List<SessionObject> Objects, FrameKeys? Before) Read(Stream stream, ModelDescription model, IInferenceEngine engine)
    {
        var objects = new List<SessionObject>();
        try
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            var (magic, version) = (reader.ReadUInt32(), reader.ReadInt32());
            if (magic != Magic || version is not (Version or VersionWithMemory)) throw new InvalidDataException("not a saved session");
            var (height, width) = (reader.ReadInt32(), reader.ReadInt32());
            if (height != model.InputHeight || width != model.InputWidth) throw new InvalidDataException($"a session of {width}x{height} frames, the model wants {model.InputWidth}x{model.InputHeight}");
            var frameCount = reader.ReadInt64();
            var count = reader.ReadInt32();
            if (frameCount < 0 || count is < 0 or > MaxObjects) throw new InvalidDataException("a saved session with impossible counts");
            for (var i = 0; i < count; i++)
            {
                var (id, flags) = (reader.ReadInt32(), reader.ReadByte());
                var item = new SessionObject(id) { IsGiven = (flags & Given) != 0, IsCoarse = (flags & Coarse) != 0 };
                objects.Add(item);
                var hasState = reader.ReadBoolean();
                if (model.IsOneShot)
                {
                    item.PreviousMask = new float[height * width];
                    stream.ReadExactly(MemoryMarshal.AsBytes(item.PreviousMask.AsSpan()));
                }

                if (hasState) item.State = engine.Load(reader, height, width);
            }

            return (frameCount, objects, KeyChannels(model) is > 0 and var channels ? KeyFormat.Read(reader, objects, channels, height, width, (NetworkOptions)model.Network, frameCount, version == VersionWithMemory) : null);
        }
        catch (Exception error)
        {
            foreach (var item in objects) item.Dispose();
            if (error is EndOfStreamException) throw new InvalidDataException("a saved session that ends early", error);
            throw;
        }
    }

    private static bool HasMemory(ModelDescription model) => model.Network is NetworkOptions { MemoryFrames: > 0 } or NetworkOptions { Features: true };

    // 0 for networks that do not match masks.
    private static int KeyChannels(ModelDescription model) => model.Network is NetworkOptions { Matching: true } network ? network.SkipChannels[MaskMatcher.Level] : 0;
}
