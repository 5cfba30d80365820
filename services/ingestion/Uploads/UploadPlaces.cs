using Microsoft.Extensions.Options;

namespace Rvos.Ingestion.Uploads;

/// <summary>Bounds the requests that bytes are taken from at once, and so the memory for them.</summary>
internal sealed class UploadPlaces(IOptions<UploadOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.Parallelism);

    internal bool TryTake() => _free.Wait(0);

    internal void Give() => _free.Release();

    public void Dispose() => _free.Dispose();
}
