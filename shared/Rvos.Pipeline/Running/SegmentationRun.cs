using System.Threading.Channels;
using Rvos.Model;
using Rvos.Results;
using Rvos.Results.Prompts;
using Rvos.Results.Writing;
using Rvos.Video.Decoding;

namespace Rvos.Pipeline.Running;

/// <summary>One video from source to sinks: frames are read, segmented and written by three overlapping parts with bounded queues, so that memory does
/// not grow with the video.</summary>
public sealed class SegmentationRun(RvosModel model, PromptSet prompts, int maxObjects, TimeProvider time)
{
    private const int Batch = 4, Queue = 8;

    /// <summary>Time of each stage.</summary>
    public StageClock Clock { get; } = new(time);

    /// <summary>Segments all frames, or as many as there are until the caller cancels; sinks are completed either way.</summary>
    /// <param name="source">The video; the caller disposes it.</param>
    /// <param name="sinks">Receivers; the caller disposes them.</param>
    /// <param name="progress">Called with the number of frames done.</param>
    /// <param name="cancellation">Stops between frames.</param>
    /// <returns>Frames written.</returns>
    /// <exception cref="ArgumentException">Prompts do not fit the model or the video.</exception>
    public async Task<int> RunAsync(IFrameSource source, IReadOnlyList<IResultSink> sinks, Action<int> progress, CancellationToken cancellation)
    {
        using var segmenter = new FrameSegmenter(model, source.Info.Width, source.Info.Height, prompts, maxObjects, Clock);
        var results = Channel.CreateBounded<FrameResult>(new BoundedChannelOptions(Queue) { SingleReader = true, SingleWriter = true });
        using var writerFailed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = WriteAllAsync(results.Reader, sinks, progress, writerFailed);
        try
        {
            await SegmentAllAsync(source, segmenter, results.Writer, writerFailed.Token);
            results.Writer.Complete();
        }
        catch (OperationCanceledException)
        {
            results.Writer.Complete();
        }
        catch (Exception error)
        {
            results.Writer.Complete(error);
        }

        var count = await writing;
        if (count > 0 && prompts.Frames.LastOrDefault() >= count && !cancellation.IsCancellationRequested)
            throw new ArgumentException($"there is a mask for frame {prompts.Frames.Last()}, but the video has {count} frames (0 to {count - 1})");
        return count;
    }

    private async Task SegmentAllAsync(IFrameSource source, FrameSegmenter segmenter, ChannelWriter<FrameResult> results, CancellationToken cancellation)
    {
        var batch = new List<VideoFrame>(Batch);
        await using var frames = source.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
        while (true)
        {
            bool any;
            using (Clock.Measure(Stage.Read)) any = await frames.MoveNextAsync();
            if (any) batch.Add(frames.Current);
            if (batch.Count == Batch || (!any && batch.Count > 0))
            {
                foreach (var result in segmenter.Next(batch)) await results.WriteAsync(result, cancellation);
                batch.Clear();
            }

            if (!any) return;
        }
    }

    private async Task<int> WriteAllAsync(ChannelReader<FrameResult> results, IReadOnlyList<IResultSink> sinks, Action<int> progress, CancellationTokenSource failed)
    {
        var count = 0;
        var framesTaken = sinks.Any(s => s.TakesFrames);
        try
        {
            await foreach (var result in results.ReadAllAsync(CancellationToken.None))
            {
                using (Clock.Measure(Stage.Write))
                {
                    foreach (var sink in sinks) await sink.WriteAsync(result, CancellationToken.None);
                }

                if (!framesTaken) result.Frame.Dispose();
                progress(++count);
            }
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }

        foreach (var sink in sinks) await sink.CompleteAsync(CancellationToken.None);
        return count;
    }
}
