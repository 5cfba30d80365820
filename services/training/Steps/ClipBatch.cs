using Rvos.Libtorch;
using Rvos.Model.Networks;
using Rvos.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Training.Steps;

/// <summary>B clips of T frames as tensors, frame by frame.</summary>
/// <param name="Frames">Normalised frames (T·B,3,H,W), all of frame 0 first; channels-last in memory.</param>
/// <param name="Targets">Objects' masks (T,N,B,1,H,W) in {0,1}, fp32.</param>
/// <param name="Present">Row weights (N,B): 1 where the clip has the object, fp32.</param>
/// <param name="Length">Frames T.</param>
/// <param name="Batch">Clips B.</param>
/// <param name="Objects">Object slots N.</param>
/// <param name="Ignored">Pixels that no loss looks at (T,B,1,H,W) in {0,1}, fp32; null when there are none.</param>
/// <param name="Prompts">What is given in frame 0 (N,B,1,H,W) in [0,1], fp32, where some clips give coarse masks; null when all give the true ones.</param>
/// <param name="Coarse">1 for clips that give coarse masks (B,1,1,1), fp32; null when none does.</param>
public sealed record ClipBatch(Tensor Frames, Tensor Targets, Tensor Present, int Length, int Batch, int Objects, Tensor? Ignored = null, Tensor? Prompts = null, Tensor? Coarse = null)
{
    /// <summary>What is given of an object slot in frame 0 (B,1,H,W).</summary>
    public Tensor Given(int slot) => Prompts?.select(0, slot) ?? Target(0, slot);

    /// <summary>The masks of frame 0 that later frames rely on (B,1,H,W): the given ones, of clips that gave them coarsely the network's own.</summary>
    /// <param name="slot">Object slot.</param>
    /// <param name="found">The network's masks of frame 0 (B,1,H,W).</param>
    public Tensor First(int slot, Tensor found) => Coarse is null ? Target(0, slot) : (Target(0, slot) * Coarse.SubtractFrom(1)).Add(found * Coarse);

    /// <summary>Masks of one object slot in one frame (B,1,H,W).</summary>
    public Tensor Target(int frame, int slot) => Targets.select(0, frame).select(0, slot);

    /// <summary>Stacks clips of equal sizes; slots are as many as the richest clip has objects, or more.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <param name="type">Element type of the frames.</param>
    /// <param name="leastSlots">Slots at least.</param>
    public static ClipBatch From(IReadOnlyList<Clip> clips, Device device, ScalarType type, int leastSlots = 1)
    {
        var (length, height, width) = (clips[0].Length, clips[0].Height, clips[0].Width);
        var slots = Math.Max(leastSlots, clips.Max(c => c.ObjectCount));
        using var scope = NewDisposeScope();
        var pixels = height * width;
        var bytes = new byte[clips.Count * length * pixels * 3];
        var masks = new byte[clips.Count * length * slots * pixels];
        var present = new float[slots * clips.Count];
        for (var b = 0; b < clips.Count; b++)
        {
            for (var n = 0; n < clips[b].ObjectCount; n++) present[n * clips.Count + b] = 1;
            for (var t = 0; t < length; t++)
            {
                clips[b].Frames.AsSpan(t * pixels * 3, pixels * 3).CopyTo(bytes.AsSpan((t * clips.Count + b) * pixels * 3));
                var labels = clips[b].Labels.AsSpan(t * pixels, pixels);
                for (var n = 0; n < slots; n++)
                {
                    var row = masks.AsSpan(((t * slots + n) * clips.Count + b) * pixels, pixels);
                    for (var i = 0; i < pixels; i++) row[i] = labels[i] == n + 1 ? (byte)1 : (byte)0;
                }
            }
        }

        var mean = tensor(FrameNormalisation.Mean).Multiply(255.0);
        var deviation = tensor(FrameNormalisation.Deviation).Multiply(255.0);
        var frames = ((tensor(bytes, [length * clips.Count, height, width, 3]).to(device).to_type(ScalarType.Float32) - mean.to(device)) / deviation.to(device))
            .to_type(type).permute(0, 3, 1, 2);
        var targets = tensor(masks, [length, slots, clips.Count, 1, height, width]).to(device).to_type(ScalarType.Float32);
        return new ClipBatch(frames.MoveToOuterDisposeScope(), targets.MoveToOuterDisposeScope(),
            tensor(present, [slots, clips.Count]).to(device).MoveToOuterDisposeScope(), length, clips.Count, slots, IgnoredOf(clips, device)?.MoveToOuterDisposeScope(),
            PromptsOf(clips, targets, device)?.MoveToOuterDisposeScope(), CoarseOf(clips, device)?.MoveToOuterDisposeScope());
    }

    private static Tensor? CoarseOf(IReadOnlyList<Clip> clips, Device device) =>
        clips.All(c => c.Prompts is null) ? null : tensor(clips.Select(c => c.Prompts is null ? 0f : 1f).ToArray(), [clips.Count, 1, 1, 1]).to(device);

    private static Tensor? PromptsOf(IReadOnlyList<Clip> clips, Tensor targets, Device device)
    {
        if (clips.All(c => c.Prompts is null)) return null;
        var prompts = targets.select(0, 0).clone();
        var (height, width) = (clips[0].Height, clips[0].Width);
        for (var b = 0; b < clips.Count; b++)
        {
            if (clips[b].Prompts is not { } given) continue;
            var values = tensor(given, [clips[b].ObjectCount, 1, height, width]).to(device).to_type(ScalarType.Float32).Divide(255.0);
            prompts.narrow(0, 0, clips[b].ObjectCount).select(1, b).copy_(values);
        }

        return prompts;
    }

    private static Tensor? IgnoredOf(IReadOnlyList<Clip> clips, Device device)
    {
        if (!clips.Any(c => c.Labels.AsSpan().Contains(Clip.Ignored))) return null;
        var (length, pixels) = (clips[0].Length, clips[0].Height * clips[0].Width);
        var ignored = new byte[length * clips.Count * pixels];
        for (var b = 0; b < clips.Count; b++)
        {
            for (var t = 0; t < length; t++)
            {
                var row = ignored.AsSpan((t * clips.Count + b) * pixels, pixels);
                for (var i = 0; i < pixels; i++) row[i] = clips[b].Labels[t * pixels + i] == Clip.Ignored ? (byte)1 : (byte)0;
            }
        }

        return tensor(ignored, [length, clips.Count, 1, clips[0].Height, clips[0].Width]).to(device).to_type(ScalarType.Float32);
    }
}
