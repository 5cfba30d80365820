namespace Rvos.SystemTests.Support;

/// <summary>Compares the results of a job with what <c>rvos segment</c> wrote.</summary>
internal static class Results
{
    /// <summary>Masks, annotations and overlay are the same, byte for byte.</summary>
    internal static async Task AssertEqualAsync(ApiClient client, string job, string folder)
    {
        await AssertMasksEqualAsync(client, job, folder, 0, int.MaxValue);
        Assert.True(Same(await client.ResultAsync(job, "annotations.json"), await File.ReadAllBytesAsync(Path.Combine(folder, "annotations.json"))), "annotations differ");
        Assert.True(Same(await client.ResultAsync(job, "overlay.mp4"), await File.ReadAllBytesAsync(Path.Combine(folder, "overlay.mp4"))), "overlays differ");
    }

    /// <summary>Masks of some frames are the same, byte for byte.</summary>
    internal static async Task AssertMasksEqualAsync(ApiClient client, string job, string folder, int first, int count)
    {
        var files = Directory.GetFiles(Path.Combine(folder, "masks")).Order(StringComparer.Ordinal).ToArray();
        var masks = await client.MasksAsync(job);
        Assert.Equal(files.Length, masks.Count);
        for (var frame = first; frame < Math.Min((long)first + count, files.Length); frame++)
            Assert.True(Same(masks[frame], await File.ReadAllBytesAsync(files[frame])), $"mask {frame} differs");
    }

    /// <summary>Whether bytes are the same.</summary>
    internal static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);
}
