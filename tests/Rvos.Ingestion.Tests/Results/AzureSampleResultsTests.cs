using Rvos.Testing.Fixtures;
using Rvos.Testing.Servers;

namespace Rvos.Ingestion.Tests.Results;

[Collection(SampleJobGroup.Name)]
public sealed class AzureSampleResultsTests(SampleJob sample, AzuriteFixture azurite) : SampleResultsContract(sample), IClassFixture<AzuriteFixture>
{
    private protected override async Task<ResultsServer> StartAsync()
    {
        if (azurite.Server is null) Assert.Skip(ServerTools.MissingAzurite!);
        return await WithSampleAsync(await ResultsServer.StartAsync(new Dictionary<string, string?>
        {
            ["Rvos:Blobs:Provider"] = "Azure",
            ["Rvos:Blobs:ConnectionString"] = azurite.Server!.ConnectionString,
            ["Rvos:Blobs:Container"] = $"test-{Guid.NewGuid():N}",
        }));
    }
}
