using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>On Azurite and PostgreSQL.</summary>
[Collection(SharedServers.Name)]
public sealed class BlobOutageRemoteTests(ServersFixture servers) : BlobOutageContract
{
    internal override Task<TestPlace> NewPlaceAsync() => TestPlace.RemoteAsync(servers);
}
