namespace Rvos.Ingestion.Tests.Support;

/// <summary>Classes that share one pair of servers, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServers : ICollectionFixture<ServersFixture>
{
    internal const string Name = "servers";
}
