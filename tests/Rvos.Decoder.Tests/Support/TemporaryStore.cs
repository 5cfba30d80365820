using Rvos.Hosting.Blobs;
using Rvos.Testing.Stages;

namespace Rvos.Decoder.Tests.Support;

/// <summary>A folder store in a folder of its own.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rvos-stages-").FullName;

    internal TemporaryStore()
    {
        Blobs = new FolderBlobStore(folder, flushToDisk: false, TimeProvider.System);
        Blobs.InitializeAsync().GetAwaiter().GetResult();
    }

    internal IBlobStore Blobs { get; }

    /// <summary>The same blobs with hooks, as another process sees them.</summary>
    internal HookedBlobStore Hooked() => new(Blobs);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
