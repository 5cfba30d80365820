using Microsoft.Extensions.Options;
using Rvos.Hosting.Blobs;
using Rvos.Ingestion.Tests.Support;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Tests.Videos;

/// <summary>Local copies of videos.</summary>
public sealed class VideoFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rvos-files-").FullName;
    private readonly FolderBlobStore _near;
    private readonly FarBlobStore _far;

    public VideoFilesTests()
    {
        _near = new FolderBlobStore(Path.Combine(_folder, "blobs"), false, TimeProvider.System);
        _far = new FarBlobStore(_near);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Open_BlobsInAFolder_GivesTheBlobsOwnFile()
    {
        await AddAsync("a", 100);
        using var files = Files(_near);
        await using var file = await files.OpenAsync("a");
        Assert.Equal(_near.FileOf(VideoBlobs.Source("a")), file.Path);
        Assert.Equal([], Copies());
    }

    [Fact]
    public async Task Open_Twice_DownloadsOnce()
    {
        await AddAsync("a", 100);
        using var files = Files(_far);
        await using var first = await files.OpenAsync("a");
        await using var second = await files.OpenAsync("a");
        Assert.Equal(first.Path, second.Path);
        Assert.Equal(100, new FileInfo(first.Path).Length);
        Assert.Equal((1, 100), (_far.Downloads, files.Bytes));
    }

    [Fact]
    public async Task Open_ManyAtOnce_DownloadOnce()
    {
        await AddAsync("a", 100);
        using var files = Files(_far);
        var gate = new TaskCompletionSource();
        _far.Gate = gate.Task;
        var opening = Enumerable.Range(0, 8).Select(_ => files.OpenAsync("a")).ToArray();
        gate.SetResult();
        foreach (var file in await Task.WhenAll(opening)) await file.DisposeAsync();
        Assert.Equal(1, _far.Downloads);
    }

    [Fact]
    public async Task Open_NoRoomLeft_TheLeastRecentlyUsedGoes()
    {
        foreach (var id in new[] { "a", "b", "c" }) await AddAsync(id, 100);
        using var files = Files(_far, capacity: 250);
        foreach (var id in new[] { "a", "b", "a", "c" }) await (await files.OpenAsync(id)).DisposeAsync();
        Assert.Equal(["a", "c"], Copies());
        Assert.Equal(200, files.Bytes);
    }

    [Fact]
    public async Task Open_NoRoomLeftByFilesInUse_WaitsUntilOneIsGivenBack()
    {
        foreach (var id in new[] { "a", "b" }) await AddAsync(id, 100);
        using var files = Files(_far, capacity: 150);
        var first = await files.OpenAsync("a");
        var second = files.OpenAsync("b");
        await Task.Delay(100);
        Assert.False(second.IsCompleted);
        Assert.True(File.Exists(first.Path));
        await first.DisposeAsync();
        await using var file = await second.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["b"], Copies());
    }

    [Fact]
    public async Task Open_CancelledWhileDownloading_AnotherWhoWaitsGoesOn()
    {
        await AddAsync("a", 100);
        using var files = Files(_far);
        var gate = new TaskCompletionSource();
        _far.Gate = gate.Task;
        using var end = new CancellationTokenSource();
        var first = files.OpenAsync("a", end.Token);
        var second = files.OpenAsync("a");
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        await using var file = await second.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(100, new FileInfo(file.Path).Length);
        Assert.Equal(100, files.Bytes);
    }

    [Fact]
    public async Task Open_NoSuchVideo_ThrowsAndKeepsNothing()
    {
        await _near.InitializeAsync();
        using var files = Files(_far);
        await Assert.ThrowsAsync<BlobNotFoundException>(() => files.OpenAsync("a"));
        Assert.Equal(0, files.Bytes);
        Assert.Equal([], Copies());
        await AddAsync("a", 100);
        await using var file = await files.OpenAsync("a");
        Assert.Equal(100, new FileInfo(file.Path).Length);
    }

    [Fact]
    public async Task Open_LargerThanTheCache_Throws()
    {
        await AddAsync("a", 300);
        using var files = Files(_far, capacity: 250);
        await Assert.ThrowsAsync<IOException>(() => files.OpenAsync("a"));
        Assert.Equal(0, files.Bytes);
    }

    [Fact]
    public async Task Forget_FileInUse_StaysUntilItIsGivenBack()
    {
        await AddAsync("a", 100);
        using var files = Files(_far);
        var file = await files.OpenAsync("a");
        files.Forget("a");
        Assert.True(File.Exists(file.Path));
        await file.DisposeAsync();
        await file.DisposeAsync();
        Assert.Equal([], Copies());
        Assert.Equal(0, files.Bytes);
    }

    [Fact]
    public async Task Forget_FileNotInUse_GoesAtOnce()
    {
        await AddAsync("a", 100);
        using var files = Files(_far);
        await (await files.OpenAsync("a")).DisposeAsync();
        Assert.Equal(["a"], Copies());
        files.Forget("a");
        Assert.Equal([], Copies());
    }

    [Fact]
    public async Task Open_AfterAProcessDied_RemovesWhatItLeftAndNotWhatTheLivingHave()
    {
        await AddAsync("a", 100);
        var scratch = Path.Combine(_folder, "scratch");
        using var living = Files(_far);
        await using var used = await living.OpenAsync("a");
        var dead = Path.Combine(scratch, "dead");
        Directory.CreateDirectory(dead);
        await File.WriteAllTextAsync(Path.Combine(dead, "b"), "b");
        await File.WriteAllTextAsync(dead + ".lock", "");
        foreach (var file in Directory.GetFiles(scratch, "*.lock")) File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        using (var next = Files(_far)) await (await next.OpenAsync("a")).DisposeAsync();
        Assert.False(Directory.Exists(dead));
        Assert.True(File.Exists(used.Path));
        Assert.Single(Directory.GetDirectories(scratch));
    }

    [Fact]
    public async Task Dispose_RemovesAll()
    {
        await AddAsync("a", 100);
        using (var files = Files(_far)) await (await files.OpenAsync("a")).DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "scratch")));
    }

    private VideoFiles Files(IBlobStore blobs, long capacity = 1000) =>
        new(blobs, Options.Create(new VideoOptions { ScratchFolder = Path.Combine(_folder, "scratch"), ScratchBytes = capacity }), TimeProvider.System);

    private async Task AddAsync(string id, int length)
    {
        await _near.InitializeAsync();
        await _near.PutAsync(VideoBlobs.Source(id), new byte[length]);
    }

    private string[] Copies()
    {
        var scratch = Path.Combine(_folder, "scratch");
        return Directory.Exists(scratch) ? [.. Directory.GetFiles(scratch, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Where(name => !name!.EndsWith(".lock", StringComparison.Ordinal)).Order()!] : [];
    }
}
