using System.Diagnostics;
using Rvos.Decoder.Tests.Support;
using Rvos.Hosting.Jobs;
using Rvos.Hosting.Telemetry;
using Rvos.Testing.Servers;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests;

/// <summary>A decoder that is told to stop hands its sessions over.</summary>
public sealed class HandOverTests : IDisposable
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15), Patience = TimeSpan.FromSeconds(120);
    private readonly TemporaryStore store = new();
    private readonly Features features = new();

    public void Dispose()
    {
        features.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task Stop_SessionThatWaits_IsAnothersWhileTheProcessStillDrains()
    {
        var job = await StageJob.CreateAsync(store.Blobs, "waits", frames: 8, segmentLength: 4);
        await features.WriteAsync(store.Blobs, job, 0, 1);
        var first = await DecoderProcess.StartAsync(store.Blobs);
        await first.RunAsync(job.Id, 0);
        Assert.Equal(1, first.Sessions.Count);
        Assert.Null(await store.Blobs.TryAcquireLeaseAsync(JobBlobs.SessionLease(job.Id), LeaseTime));

        var work = first.Drain.Begin();
        var stop = first.DisposeAsync().AsTask();
        await DecoderProcess.WaitAsync(() => first.Sessions.Count == 0, () => "the session is still held");
        Assert.False(stop.IsCompleted);
        await features.WriteAsync(store.Blobs, job, 1, 1);
        await using (var second = await DecoderProcess.StartAsync(store.Blobs))
        {
            await second.RunAsync(job.Id, 1);
            Assert.Equal(1, second.CheckpointLoads);
            Assert.False(stop.IsCompleted);
        }

        work.Dispose();
        await stop.WaitAsync(Patience);
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Stop_InASegmentOverRabbitMq_EndsWithItAndAnotherDecoderGoesOn()
    {
        if (ServerTools.MissingRabbitMq is { } missing) Assert.Skip(missing);
        await using var server = await RabbitMqServer.StartNewAsync();
        (string, string)[] bus = [("Rvos:Bus:Transport", "RabbitMq"), ("Rvos:Bus:Address", $"{server.Address}")];
        var job = await StageJob.CreateAsync(store.Blobs, "handed", frames: 24, segmentLength: 4);
        await features.WriteAllAsync(store.Blobs, job);
        var (inside, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var blobs = store.Hooked();
        blobs.BeforePut = name =>
        {
            if (name != JobBlobs.Masks(job.Id, 0, 1)) return Task.CompletedTask;
            inside.SetResult();
            return goOn.Task;
        };
        var first = await DecoderProcess.StartAsync(blobs, bus);
        await first.SendAsync(job.Id, 0);
        await inside.Task.WaitAsync(Patience);
        await using var second = await DecoderProcess.StartAsync(store.Blobs, bus);

        var stop = first.DisposeAsync().AsTask();
        await DecoderProcess.WaitAsync(() => first.Drain.Stopping.IsCancellationRequested, () => "no stop");
        Assert.Equal(1, first.Sessions.Count);
        Assert.Null(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 1)));
        goOn.SetResult();
        await stop.WaitAsync(Patience);
        Assert.NotNull(await store.Blobs.FindAsync(JobBlobs.Masks(job.Id, 0, 1)));

        await DecoderProcess.WaitAsync(() => second.Heard.Segments(job.Id).Contains(job.Segments - 1), () => "nobody went on");
        Assert.Equal(await job.ExpectedAsync(), await job.ActualAsync());
    }

    [Fact]
    public async Task Run_InATrace_ComputesInIt()
    {
        var spans = new System.Collections.Concurrent.ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RvosActivity.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var job = await StageJob.CreateAsync(store.Blobs, "traced", frames: 4, segmentLength: 4);
        await using var process = await DecoderProcess.StartAsync(store.Blobs);
        using var parent = new Activity("message").Start();
        await features.WriteAsync(store.Blobs, job, 0, 1);
        await process.RunAsync(job.Id, 0);
        Assert.Equal(["stage decode-masks", "stage encode"], spans.Where(span => span.TraceId == parent.TraceId).Select(span => span.OperationName).Order());
        Assert.All(spans.Where(span => span.TraceId == parent.TraceId), span => Assert.Equal(4, span.GetTagItem("rvos.frames")));
    }
}
