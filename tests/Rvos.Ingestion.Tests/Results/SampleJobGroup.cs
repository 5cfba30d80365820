namespace Rvos.Ingestion.Tests.Results;

/// <summary>Tests that share the segmented sample.</summary>
[CollectionDefinition(Name)]
public sealed class SampleJobGroup : ICollectionFixture<SampleJob>
{
    internal const string Name = "sample job";
}
