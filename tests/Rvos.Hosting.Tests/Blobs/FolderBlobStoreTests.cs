using System.Diagnostics;
using Rvos.Hosting.Blobs;

namespace Rvos.Hosting.Tests.Blobs;

public sealed class FolderBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rvos-blobs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Lease_HolderKilled_IsFreeAtOnce()
    {
        var store = await NewStoreAsync();
        // util-linux' flock takes the lock as another process of ours would.
        var holder = StartHolder(Path.Combine(_folder, ".leases", "jobs+7+session"));
        try
        {
            Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
            Assert.Null(await store.TryAcquireLeaseAsync("jobs/7/session", Shortest));
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
            await holder.WaitForExitAsync();
        }
        await using var lease = await store.TryAcquireLeaseAsync("jobs/7/session", Shortest);
        Assert.NotNull(lease);
    }

    [Fact]
    public async Task Find_FolderIsGone_ThrowsInsteadOfSayingAbsent()
    {
        var store = await NewStoreAsync();
        await store.PutAsync("jobs/7/masks", new byte[] { 1 });
        Assert.Null(await store.FindAsync("jobs/7/other"));
        var elsewhere = _folder + ".unmounted";
        Directory.Move(_folder, elsewhere);
        try
        {
            await Assert.ThrowsAsync<IOException>(() => store.FindAsync("jobs/7/masks"));
            await Assert.ThrowsAsync<IOException>(() => store.TryReadAsync("jobs/7/masks"));
            await Assert.ThrowsAsync<IOException>(() => store.OpenReadAsync("jobs/7/masks"));
            await Assert.ThrowsAsync<IOException>(() => NamesAsync(store, "jobs/7/"));
        }
        finally
        {
            Directory.Move(elsewhere, _folder);
        }

        Assert.Equal([1], await store.TryReadAsync("jobs/7/masks"));
    }

    [Fact]
    public async Task Lease_Held_IsLockedForOtherProcesses()
    {
        var store = await NewStoreAsync();
        await using var lease = await store.TryAcquireLeaseAsync("jobs/7/session", Shortest);
        using var taker = Process.Start("flock", ["--nonblock", Path.Combine(_folder, ".leases", "jobs+7+session"), "true"]);
        await taker.WaitForExitAsync();
        Assert.Equal(1, taker.ExitCode);
    }

    [Fact]
    public async Task Initialize_PartialFileOfLongAgo_IsRemoved()
    {
        await NewStoreAsync();
        var old = Path.Combine(_folder, ".partial", "old");
        var fresh = Path.Combine(_folder, ".partial", "fresh");
        await File.WriteAllBytesAsync(old, [1]);
        await File.WriteAllBytesAsync(fresh, [1]);
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().AddDays(-1).UtcDateTime);
        await Reopen().InitializeAsync();
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(fresh));
    }

    [Fact]
    public async Task DeletePrefix_PutsMeanwhile_NeverFail()
    {
        var store = await NewStoreAsync();
        var puts = Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++) await store.PutAsync($"jobs/7/frames/{i % 5}", new byte[] { 1 });
        });
        while (!puts.IsCompleted) await store.DeletePrefixAsync("jobs/7/");
        await puts;
        await store.DeletePrefixAsync("jobs/7/");
        Assert.False(Directory.Exists(Path.Combine(_folder, "jobs")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, ".partial")));
    }

    protected override async Task<IBlobStore> NewStoreAsync()
    {
        var store = Reopen();
        await store.InitializeAsync();
        return store;
    }

    protected override IBlobStore Reopen() => new FolderBlobStore(_folder, flushToDisk: false, TimeProvider.System);

    private static Process StartHolder(string path) => Process.Start(
        new ProcessStartInfo("flock", ["--close", path, "sh", "-c", "echo held; sleep 600"]) { RedirectStandardOutput = true })!;
}
