using Microsoft.Extensions.Time.Testing;
using Rvos.Hosting.Blobs;
using Rvos.Testing.Fixtures;
using Rvos.Testing.Servers;

namespace Rvos.Hosting.Tests.Blobs;

public sealed class AzureBlobStoreTests(AzuriteFixture azurite) : BlobStoreContract, IClassFixture<AzuriteFixture>
{
    private readonly string _container = $"test-{Guid.NewGuid():N}";

    [Fact]
    public async Task Lease_HolderGoneWithoutRelease_RunsOut()
    {
        await NewStoreAsync();
        // Its clock stands still: it never renews, as a killed process.
        var dead = await new AzureBlobStore(Options(), new FakeTimeProvider()).TryAcquireLeaseAsync("jobs/7/session", Shortest);
        Assert.NotNull(dead);
        var store = Reopen();
        Assert.Null(await store.TryAcquireLeaseAsync("jobs/7/session", Shortest));
        await Task.Delay(Shortest + TimeSpan.FromSeconds(1));
        await using var next = await store.TryAcquireLeaseAsync("jobs/7/session", Shortest);
        Assert.NotNull(next);
        // The late release of the dead holder takes nothing from the new one.
        await dead.DisposeAsync();
        Assert.Null(await store.TryAcquireLeaseAsync("jobs/7/session", Shortest));
    }

    [Fact]
    public async Task Lease_HeldForLongerThanItsDuration_IsRenewed()
    {
        var store = await NewStoreAsync();
        await using var lease = await store.TryAcquireLeaseAsync("jobs/7/session", Shortest);
        await Task.Delay(Shortest + TimeSpan.FromSeconds(3));
        Assert.Null(await Reopen().TryAcquireLeaseAsync("jobs/7/session", Shortest));
        Assert.False(lease!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Lease_ServerAwayForItsDuration_IsLost()
    {
        if (ServerTools.MissingAzurite is { } missing) Assert.Skip(missing);
        await using var server = await AzuriteServer.StartNewAsync();
        var store = new AzureBlobStore(Options(server), TimeProvider.System);
        await store.InitializeAsync();
        await using var lease = await store.TryAcquireLeaseAsync("jobs/7/session", Shortest);
        await server.KillAsync();
        var lost = new TaskCompletionSource();
        await using (lease!.Lost.Register(lost.SetResult)) await lost.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task EveryMember_ServerStoppedForFiveSeconds_Succeeds()
    {
        if (ServerTools.MissingAzurite is { } missing) Assert.Skip(missing);
        await using var server = await AzuriteServer.StartNewAsync();
        var store = new AzureBlobStore(Options(server), TimeProvider.System);
        await store.InitializeAsync();
        await store.PutAsync("jobs/7/before", new byte[] { 1 });
        await server.StopAsync();
        var put = store.PutAsync("jobs/7/during", new byte[] { 2 });
        var read = store.TryReadAsync("jobs/7/before");
        var names = NamesAsync(store, "jobs/7/");
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.False(put.IsCompleted);
        await server.StartAsync();
        Assert.True(await put);
        Assert.Equal([1], await read);
        Assert.Contains("jobs/7/before", await names);
        Assert.Equal([2], await store.TryReadAsync("jobs/7/during"));
    }

    [Fact]
    public async Task Find_ContainerIsGone_ThrowsInsteadOfSayingAbsent()
    {
        var store = await NewStoreAsync();
        await store.PutAsync("jobs/7/masks", new byte[] { 1 });
        Assert.Null(await store.FindAsync("jobs/7/other"));
        await new Azure.Storage.Blobs.BlobContainerClient(azurite.Server!.ConnectionString, _container).DeleteAsync();
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => store.FindAsync("jobs/7/masks"));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => store.TryReadAsync("jobs/7/masks"));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => store.OpenReadAsync("jobs/7/masks"));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => NamesAsync(store, "jobs/7/"));
    }

    protected override async Task<IBlobStore> NewStoreAsync()
    {
        if (ServerTools.MissingAzurite is { } missing) Assert.Skip(missing);
        var store = Reopen();
        await store.InitializeAsync();
        return store;
    }

    protected override IBlobStore Reopen() => new AzureBlobStore(Options(), TimeProvider.System);

    private BlobOptions Options(AzuriteServer? server = null) => new()
    {
        Provider = BlobProvider.Azure,
        ConnectionString = (server ?? azurite.Server!).ConnectionString,
        Container = _container,
    };
}
