using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>In a folder and SQLite.</summary>
public sealed class JobBoundsLocalTests : JobBoundsContract
{
    internal override Task<TestPlace> NewPlaceAsync() => Task.FromResult(TestPlace.Local());
}
