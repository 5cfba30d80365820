namespace Rvos.Hosting.Blobs;

/// <summary>There is no blob of a name.</summary>
/// <param name="name">The name.</param>
/// <param name="inner">What the store said, if anything.</param>
public sealed class BlobNotFoundException(string name, Exception? inner = null) : IOException($"there is no blob {name}", inner)
{
    /// <summary>The name that was asked for.</summary>
    public string BlobName { get; } = name;
}
