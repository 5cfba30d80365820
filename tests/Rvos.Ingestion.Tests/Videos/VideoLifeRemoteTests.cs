using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>On Azurite and PostgreSQL.</summary>
[Collection(SharedServers.Name)]
public sealed class VideoLifeRemoteTests(ServersFixture servers) : VideoLifeContract
{
    internal override Task<TestPlace> NewPlaceAsync() => TestPlace.RemoteAsync(servers);
}
