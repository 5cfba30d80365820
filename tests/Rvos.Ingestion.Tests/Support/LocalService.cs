namespace Rvos.Ingestion.Tests.Support;

/// <summary>One service in a folder and SQLite for a class of tests.</summary>
public sealed class LocalService : IAsyncLifetime
{
    private readonly TestPlace _place = TestPlace.Local();

    internal IngestionHarness Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await IngestionHarness.StartAsync(_place);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _place.Dispose();
    }
}
