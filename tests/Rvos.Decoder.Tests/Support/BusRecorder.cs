using System.Collections.Concurrent;
using MassTransit;
using Rvos.Contracts.Messages;

namespace Rvos.Decoder.Tests.Support;

/// <summary>Stands where ingestion stands: hears of masks and of messages that failed for good.</summary>
internal sealed class BusRecorder
{
    internal ConcurrentQueue<MasksDecoded> Masks { get; } = new();

    internal ConcurrentQueue<Fault<FeaturesExtracted>> Faults { get; } = new();

    internal IEnumerable<int> Segments(string job, int revision = 0) => Masks.Where(m => m.JobId == job && m.Revision == revision).Select(m => m.Segment);
}
