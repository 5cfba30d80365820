using Rvos.Hosting.Blobs;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>The same of a store whose blobs are files.</summary>
internal sealed class GuardedBlobFiles(IBlobStore inner, IBlobFiles files, TransactionGuard guard) : GuardedBlobStore(inner, guard), IBlobFiles
{
    public string FileOf(string name) => files.FileOf(name);
}
