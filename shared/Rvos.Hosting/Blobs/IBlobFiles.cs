namespace Rvos.Hosting.Blobs;

/// <summary>A blob store whose blobs are files of this machine.</summary>
public interface IBlobFiles
{
    /// <summary>The file of a blob that exists, for programs that read files. It is not to be written to.</summary>
    /// <param name="name">Of the blob.</param>
    /// <exception cref="ArgumentException">A bad name.</exception>
    string FileOf(string name);
}
