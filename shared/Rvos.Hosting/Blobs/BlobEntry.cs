namespace Rvos.Hosting.Blobs;

/// <summary>What a store knows of a blob without reading it.</summary>
/// <param name="Name">Of the blob.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastModified">When it was written, by the store's clock.</param>
public sealed record BlobEntry(string Name, long Length, DateTimeOffset LastModified);
