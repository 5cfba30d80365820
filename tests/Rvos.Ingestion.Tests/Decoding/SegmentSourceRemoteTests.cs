using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Decoding;

/// <summary>On Azurite and PostgreSQL.</summary>
[Collection(SharedServers.Name)]
public sealed class SegmentSourceRemoteTests(ServersFixture servers) : SegmentSourceContract
{
    internal override Task<TestPlace> NewPlaceAsync() => TestPlace.RemoteAsync(servers);
}
