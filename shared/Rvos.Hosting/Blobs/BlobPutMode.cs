namespace Rvos.Hosting.Blobs;

/// <summary>What a put does with a blob of its name.</summary>
public enum BlobPutMode
{
    /// <summary>Takes its place.</summary>
    Replace,
    /// <summary>Leaves it as it is. Of two writers at once one succeeds.</summary>
    OnlyIfAbsent,
}
