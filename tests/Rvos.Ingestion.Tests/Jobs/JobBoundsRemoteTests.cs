using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>On Azurite and PostgreSQL.</summary>
[Collection(SharedServers.Name)]
public sealed class JobBoundsRemoteTests(ServersFixture servers) : JobBoundsContract
{
    internal override Task<TestPlace> NewPlaceAsync() => TestPlace.RemoteAsync(servers);
}
