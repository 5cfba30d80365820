namespace Rvos.SystemTests.Support;

/// <summary>One distributed run for the classes of the collection, whose tests run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedCluster : ICollectionFixture<ClusterFixture>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "cluster";
}
