namespace Rvos.Hosting.Blobs;

/// <summary>Where blobs are kept.</summary>
public enum BlobProvider
{
    /// <summary>Files below a folder: one machine.</summary>
    Folder,
    /// <summary>A container of Azure Blob Storage, or of Azurite.</summary>
    Azure,
}
