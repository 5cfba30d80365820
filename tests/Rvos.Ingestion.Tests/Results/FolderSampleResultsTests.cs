namespace Rvos.Ingestion.Tests.Results;

[Collection(SampleJobGroup.Name)]
public sealed class FolderSampleResultsTests(SampleJob sample) : SampleResultsContract(sample)
{
    private protected override async Task<ResultsServer> StartAsync() => await WithSampleAsync(await ResultsServer.StartAsync());
}
