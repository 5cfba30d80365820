using System.Collections.Concurrent;
using MassTransit;
using Rvos.Contracts.Messages;
using Rvos.Hosting.Bus;
using Rvos.Hosting.Telemetry;

namespace Rvos.Hosting.Tests.Telemetry;

/// <summary>The stages of <see cref="SamplePipeline"/>.</summary>
public static class SampleConsumers
{
    public sealed class Ingestion(RvosMetrics metrics) : IConsumer<SegmentationRequested>
    {
        public Task Consume(ConsumeContext<SegmentationRequested> context)
        {
            metrics.RecordQueueWait(PipelineStage.Decode, context);
            using (var work = metrics.MeasureStage(PipelineStage.Decode)) work.Complete(16);
            return context.Publish(new FramesDecoded { JobId = context.Message.JobId, Segment = 0, FramesSoFar = 16 });
        }
    }

    public sealed class Encoder(RvosMetrics metrics) : IConsumer<FramesDecoded>
    {
        public Task Consume(ConsumeContext<FramesDecoded> context)
        {
            metrics.RecordQueueWait(PipelineStage.Encode, context);
            using (var work = metrics.MeasureStage(PipelineStage.Encode)) work.Complete(16);
            return context.Publish(new FeaturesExtracted { JobId = context.Message.JobId, Segment = 0 });
        }
    }

    public sealed class Decoder(RvosMetrics metrics) : IConsumer<FeaturesExtracted>
    {
        public Task Consume(ConsumeContext<FeaturesExtracted> context)
        {
            metrics.RecordQueueWait(PipelineStage.DecodeMasks, context);
            using (var work = metrics.MeasureStage(PipelineStage.DecodeMasks)) work.Complete(16);
            return context.Publish(new MasksDecoded { JobId = context.Message.JobId, Segment = 0, Revision = 0, FramesSoFar = 16, IsLast = true });
        }
    }

    public sealed class Told(ConcurrentDictionary<string, bool> ended) : IConsumer<MasksDecoded>
    {
        public Task Consume(ConsumeContext<MasksDecoded> context)
        {
            ended[context.Message.JobId] = true;
            return Task.CompletedTask;
        }
    }
}
