using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>On Azurite and PostgreSQL.</summary>
[Collection(SharedServers.Name)]
public sealed class JobRefusalRemoteTests(ServersFixture servers) : JobRefusalContract
{
    internal override Task<TestPlace> NewPlaceAsync() => TestPlace.RemoteAsync(servers);
}
