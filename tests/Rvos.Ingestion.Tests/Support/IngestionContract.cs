namespace Rvos.Ingestion.Tests.Support;

/// <summary>Tests that hold wherever blobs and rows are kept.</summary>
public abstract class IngestionContract : IDisposable
{
    private readonly List<TestPlace> _places = [];

    /// <summary>A place of its own; skips the test where there is none.</summary>
    internal async Task<TestPlace> PlaceAsync()
    {
        var place = await NewPlaceAsync();
        _places.Add(place);
        return place;
    }

    internal async Task<IngestionHarness> StartAsync(params (string Key, string Value)[] settings) => await IngestionHarness.StartAsync(await PlaceAsync(), settings);

    internal abstract Task<TestPlace> NewPlaceAsync();

    public void Dispose()
    {
        foreach (var place in _places) place.Dispose();
        GC.SuppressFinalize(this);
    }
}
