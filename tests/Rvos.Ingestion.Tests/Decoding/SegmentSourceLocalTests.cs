using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Decoding;

/// <summary>In a folder and SQLite.</summary>
public sealed class SegmentSourceLocalTests : SegmentSourceContract
{
    internal override Task<TestPlace> NewPlaceAsync() => Task.FromResult(TestPlace.Local());
}
