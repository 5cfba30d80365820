using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>On Azurite and PostgreSQL.</summary>
[Collection(SharedServers.Name)]
public sealed class VideoUrlRemoteTests(ServersFixture servers) : VideoUrlContract
{
    internal override Task<TestPlace> NewPlaceAsync() => TestPlace.RemoteAsync(servers);
}
