using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>In a folder and SQLite.</summary>
public sealed class TusDeferredLocalTests : TusDeferredContract
{
    internal override Task<TestPlace> NewPlaceAsync() => Task.FromResult(TestPlace.Local());
}
