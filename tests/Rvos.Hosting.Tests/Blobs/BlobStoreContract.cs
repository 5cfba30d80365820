using Rvos.Hosting.Blobs;

namespace Rvos.Hosting.Tests.Blobs;

/// <summary>What every blob store does.</summary>
public abstract class BlobStoreContract
{
    protected static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);

    /// <summary>A new, empty store; skips the test where there is none.</summary>
    protected abstract Task<IBlobStore> NewStoreAsync();

    /// <summary>Another view of the same blobs, as another process has.</summary>
    protected abstract IBlobStore Reopen();

    [Fact]
    public async Task Put_ThenRead_GivesTheSameBytes()
    {
        var store = await NewStoreAsync();
        byte[] bytes = [1, 2, 3, 4, 5];
        Assert.True(await store.PutAsync("jobs/7/frames/000001", bytes));
        Assert.Equal(bytes, await Reopen().TryReadAsync("jobs/7/frames/000001"));
        var entry = await store.FindAsync("jobs/7/frames/000001");
        Assert.Equal(5, entry!.Length);
        Assert.InRange(entry.LastModified, TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
    }

    [Fact]
    public async Task Put_StreamOfManyMegabytes_ArrivesWhole()
    {
        var store = await NewStoreAsync();
        var bytes = new byte[20 << 20];
        new Random(1).NextBytes(bytes);
        await store.PutAsync("video", new MemoryStream(bytes));
        await using var content = await store.OpenReadAsync("video");
        var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        Assert.True(bytes.AsSpan().SequenceEqual(copy.GetBuffer().AsSpan(0, (int)copy.Length)));
    }

    [Fact]
    public async Task Put_StreamThatFails_LeavesWhatWasThere()
    {
        var store = await NewStoreAsync();
        await store.PutAsync("a", new byte[] { 1 });
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.PutAsync("a", new FailingStream()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.PutAsync("b", new FailingStream()));
        Assert.Equal([1], await store.TryReadAsync("a"));
        Assert.Null(await store.FindAsync("b"));
    }

    [Fact]
    public async Task Put_UnderConcurrentReaders_NeverShowsAMixture()
    {
        var store = await NewStoreAsync();
        const int length = 300_000;
        await store.PutAsync("masks", Filled(0));
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var reads = 0;
            while (!end.IsCancellationRequested || reads == 0)
            {
                var bytes = (await store.TryReadAsync("masks"))!;
                Assert.Equal(length, bytes.Length);
                Assert.False(bytes.AsSpan().ContainsAnyExcept(bytes[0]));
                reads++;
            }
        })).ToArray();
        for (var i = 1; i < 40; i++) await store.PutAsync("masks", Filled((byte)i));
        await end.CancelAsync();
        await Task.WhenAll(readers);

        static byte[] Filled(byte value)
        {
            var bytes = new byte[length];
            Array.Fill(bytes, value);
            return bytes;
        }
    }

    [Fact]
    public async Task PutOnlyIfAbsent_ManyWritersAtOnce_OneSucceeds()
    {
        var store = await NewStoreAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            (Writer: (byte)i, Won: await store.PutAsync("jobs/7/done", new[] { (byte)i }, BlobPutMode.OnlyIfAbsent)))));
        var winner = Assert.Single(results, result => result.Won);
        Assert.Equal(new[] { winner.Writer }, await store.TryReadAsync("jobs/7/done"));
    }

    [Fact]
    public async Task PutOnlyIfAbsent_Present_KeepsIt()
    {
        var store = await NewStoreAsync();
        await store.PutAsync("a", new byte[] { 1 });
        Assert.False(await store.PutAsync("a", new byte[] { 2 }, BlobPutMode.OnlyIfAbsent));
        Assert.Equal([1], await store.TryReadAsync("a"));
    }

    [Theory]
    [InlineData(0L, null, "0123456789")]
    [InlineData(3L, null, "3456789")]
    [InlineData(0L, 4L, "0123")]
    [InlineData(8L, 2L, "89")]
    [InlineData(8L, 50L, "89")]
    [InlineData(10L, null, "")]
    [InlineData(99L, 3L, "")]
    public async Task OpenRead_Range_GivesThatPart(long offset, long? length, string expected)
    {
        var store = await NewStoreAsync();
        await store.PutAsync("digits", "0123456789"u8.ToArray());
        using var reader = new StreamReader(await store.OpenReadAsync("digits", new BlobRange(offset, length)));
        Assert.Equal(expected, await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Empty_Blob_IsABlob()
    {
        var store = await NewStoreAsync();
        await store.PutAsync("nothing", ReadOnlyMemory<byte>.Empty);
        Assert.Equal(Array.Empty<byte>(), await store.TryReadAsync("nothing"));
        Assert.Equal(0, (await store.FindAsync("nothing"))!.Length);
        await using var content = await store.OpenReadAsync("nothing", new BlobRange(0));
        Assert.Equal(-1, content.ReadByte());
    }

    [Fact]
    public async Task Absent_Blob_IsTold()
    {
        var store = await NewStoreAsync();
        Assert.Null(await store.TryReadAsync("no/such"));
        Assert.Null(await store.FindAsync("no/such"));
        Assert.False(await store.DeleteAsync("no/such"));
        var e = await Assert.ThrowsAsync<BlobNotFoundException>(() => store.OpenReadAsync("no/such"));
        Assert.Equal("no/such", e.BlobName);
    }

    [Fact]
    public async Task TryRead_LargerThanAllowed_IsRefused()
    {
        var store = await NewStoreAsync();
        await store.PutAsync("a", new byte[11]);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.TryReadAsync("a", 10));
        Assert.NotNull(await store.TryReadAsync("a", 11));
    }

    [Fact]
    public async Task List_Prefix_GivesItsBlobsInOrdinalOrder()
    {
        var store = await NewStoreAsync();
        string[] names = ["jobs/7/b", "jobs/7/a/2", "jobs/7/a/10", "jobs/7/a-b", "jobs/70/x", "jobs/7.x", "other"];
        foreach (var name in names) await store.PutAsync(name, new byte[] { 1 });
        await using var lease = await store.TryAcquireLeaseAsync("jobs/7/session", Shortest);

        Assert.Equal(["jobs/7/a-b", "jobs/7/a/10", "jobs/7/a/2", "jobs/7/b"], await NamesAsync(store, "jobs/7/"));
        Assert.Equal(names.Order(StringComparer.Ordinal), await NamesAsync(store, ""));
        Assert.Empty(await NamesAsync(store, "jobs/8/"));
    }

    [Fact]
    public async Task DeletePrefix_Blobs_RemovesThoseAndNoOthers()
    {
        var store = await NewStoreAsync();
        for (var i = 0; i < 20; i++) await store.PutAsync($"jobs/7/frames/{i:D6}", new byte[] { 1 });
        await store.PutAsync("jobs/70/x", new byte[] { 1 });
        Assert.Equal(20, await store.DeletePrefixAsync("jobs/7/"));
        Assert.Equal(["jobs/70/x"], await NamesAsync(store, ""));
        Assert.Equal(0, await store.DeletePrefixAsync("jobs/7/"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".leases/x")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("ü")]
    [InlineData("a+b")]
    public async Task EveryMember_BadName_IsRefused(string name)
    {
        var store = await NewStoreAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(name, new byte[] { 1 }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.OpenReadAsync(name));
        await Assert.ThrowsAsync<ArgumentException>(() => store.TryReadAsync(name));
        await Assert.ThrowsAsync<ArgumentException>(() => store.FindAsync(name));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(name));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeletePrefixAsync(name + "/x"));
        await Assert.ThrowsAsync<ArgumentException>(() => store.TryAcquireLeaseAsync(name, Shortest));
    }

    [Fact]
    public async Task Lease_Held_ExcludesOthersUntilReleased()
    {
        var store = await NewStoreAsync();
        var other = Reopen();
        var lease = await store.TryAcquireLeaseAsync("jobs/7/session", Shortest);
        Assert.NotNull(lease);
        Assert.Equal("jobs/7/session", lease.Name);
        Assert.Null(await other.TryAcquireLeaseAsync("jobs/7/session", Shortest));
        Assert.Null(await store.TryAcquireLeaseAsync("jobs/7/session", Shortest));
        await using (var elsewhere = await other.TryAcquireLeaseAsync("jobs/8/session", Shortest)) Assert.NotNull(elsewhere);

        await lease.DisposeAsync();
        await lease.DisposeAsync();
        await using var next = await other.TryAcquireLeaseAsync("jobs/7/session", Shortest);
        Assert.NotNull(next);
        Assert.False(next.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Lease_ManyTakersAtOnce_NeverTwoHolders()
    {
        var store = await NewStoreAsync();
        int holders = 0, most = 0, taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var view = Reopen();
            for (var i = 0; i < 25; i++)
            {
                await using var lease = await view.TryAcquireLeaseAsync("one", Shortest);
                if (lease is null) continue;
                var now = Interlocked.Increment(ref holders);
                if (now > 1) Interlocked.Exchange(ref most, now);
                Interlocked.Increment(ref taken);
                await Task.Yield();
                Interlocked.Decrement(ref holders);
            }
        })));
        Assert.Equal(0, most);
        Assert.True(taken > 0);
    }

    [Fact]
    public async Task Lease_DurationOutOfRange_IsRefused()
    {
        var store = await NewStoreAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.TryAcquireLeaseAsync("a", TimeSpan.FromSeconds(14)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.TryAcquireLeaseAsync("a", TimeSpan.FromSeconds(61)));
    }

    protected static async Task<List<string>> NamesAsync(IBlobStore store, string prefix)
    {
        var names = new List<string>();
        await foreach (var entry in store.ListAsync(prefix)) names.Add(entry.Name);
        return names;
    }
}
