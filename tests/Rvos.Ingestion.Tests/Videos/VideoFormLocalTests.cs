using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>In a folder and SQLite.</summary>
public sealed class VideoFormLocalTests : VideoFormContract
{
    internal override Task<TestPlace> NewPlaceAsync() => Task.FromResult(TestPlace.Local());
}
