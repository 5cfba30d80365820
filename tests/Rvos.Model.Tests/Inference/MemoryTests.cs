using System.Diagnostics;
using Rvos.Fused;
using Rvos.Model.Sessions;
using static TorchSharp.torch;

namespace Rvos.Model.Tests.Inference;

public class MemoryTests(ITestOutputHelper output)
{
    [Fact]
    public void Step_FiveThousandFrames_MemoryAndLiveTensorsStayFlat()
    {
        const int Height = 60, Width = 107, Frames = 5000, WarmUp = 500;
        // Maps this small are not worth a second thread, least of all on a busy machine.
        var threads = FusedRuntime.Threads;
        FusedRuntime.Threads = 1;
        var network = Golden.SmallNetwork(oneShot: true);
        using var model = RvosModel.From(network, Golden.Describe(network, Height, Width, Recurrence.SpatioTemporal), new InferenceOptions());
        using var session = model.CreateSession(new SessionOptions());
        var golden = Golden.Own("rvos_small/fwd_60x107");
        for (var o = 1; o <= 3; o++) session.AddObject(o, Golden.Mask(golden.U8("labels_u8_THW"), 0, Height * Width, o));
        var frames = golden.U8("frames_u8_THWC");
        long tensors = 0, activations = 0, memory = 0;
        for (var t = 0; t < Frames; t++)
        {
            using (var features = model.Encode(frames.AsSpan(t % 4 * Height * Width * 3, Height * Width * 3), 1)) session.Step(features, 0);
            if (t + 1 != WarmUp) continue;
            GC.Collect();
            (tensors, activations, memory) = (Tensor.TotalCount, Activation.LiveCount, Process.GetCurrentProcess().WorkingSet64);
        }

        FusedRuntime.Threads = threads;
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        output.WriteLine($"RSS {memory >> 20} MiB after {WarmUp} frames, {process.WorkingSet64 >> 20} MiB after {Frames}, peak {process.PeakWorkingSet64 >> 20} MiB; {activations} live activations");
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(activations, Activation.LiveCount);
        Assert.True(process.WorkingSet64 - memory < 32 << 20, $"grew by {(process.WorkingSet64 - memory) >> 20} MiB");
    }
}
