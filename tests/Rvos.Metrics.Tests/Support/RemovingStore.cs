using System.Reflection;
using Rvos.Hosting.Blobs;
using Rvos.Hosting.Jobs;

namespace Rvos.Metrics.Tests.Support;

/// <summary>A store whose job is removed the moment before its figures are written.</summary>
public class RemovingStore : DispatchProxy
{
    private IBlobStore _inner = null!;
    private string _job = "";
    private bool _leavesTombstone;

    internal static IBlobStore Over(IBlobStore inner, string job, bool leavesTombstone)
    {
        var store = Create<IBlobStore, RemovingStore>();
        ((RemovingStore)(object)store)._inner = inner;
        ((RemovingStore)(object)store)._job = job;
        ((RemovingStore)(object)store)._leavesTombstone = leavesTombstone;
        return store;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        if (targetMethod.Name != nameof(IBlobStore.PutAsync)) return targetMethod.Invoke(_inner, args);
        return RemoveThenPutAsync(() => (Task<bool>)targetMethod.Invoke(_inner, args)!);
    }

    private async Task<bool> RemoveThenPutAsync(Func<Task<bool>> put)
    {
        await _inner.DeletePrefixAsync(JobBlobs.All(_job));
        if (_leavesTombstone) await new ManifestStore(_inner).WriteTombstoneAsync(_job, CancellationToken.None);
        return await put();
    }
}
