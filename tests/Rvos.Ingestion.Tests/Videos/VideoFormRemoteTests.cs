using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>On Azurite and PostgreSQL.</summary>
[Collection(SharedServers.Name)]
public sealed class VideoFormRemoteTests(ServersFixture servers) : VideoFormContract
{
    internal override Task<TestPlace> NewPlaceAsync() => TestPlace.RemoteAsync(servers);
}
