using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Uploads;

/// <summary>On Azurite and PostgreSQL.</summary>
[Collection(SharedServers.Name)]
public sealed class TusDeferredRemoteTests(ServersFixture servers) : TusDeferredContract
{
    internal override Task<TestPlace> NewPlaceAsync() => TestPlace.RemoteAsync(servers);
}
