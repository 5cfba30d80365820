using System.IO.Compression;

namespace Rvos.Ingestion.Tests.Results;

/// <summary>A long job's archive: nothing of it stays in memory or on disk.</summary>
[Collection(nameof(ArchiveMemoryTests))]
[CollectionDefinition(nameof(ArchiveMemoryTests), DisableParallelization = true)]
public sealed class ArchiveMemoryTests
{
    private const int Segments = 125, Length = 16;
    private const long MostBytes = 12 << 20;

    [Fact]
    public async Task GetArchive_TwoThousandFrames_StreamsInFlatMemory()
    {
        await using var server = await ResultsServer.StartAsync();
        var masks = new SyntheticMasks(server.Blobs, "job_long", 640, 360, Length) { IsVaried = false };
        for (var i = 0; i < Segments; i++) await masks.WriteAsync(i, isLast: i == Segments - 1);
        server.Jobs.Set(masks.View(Segments * Length));
        var file = Path.Combine(server.ScratchFolder + ".zip");
        long most = 0, before = GC.GetTotalMemory(forceFullCollection: true);
        using (var response = await server.Client.GetAsync("/v1/jobs/job_long/masks.zip", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await using var output = File.Create(file);
            var buffer = new byte[1 << 16];
            var at = 0L;
            for (int count; (count = await body.ReadAsync(buffer)) > 0; at += count)
            {
                await output.WriteAsync(buffer.AsMemory(0, count));
                if (at >> 22 != (at + count) >> 22) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        var length = new FileInfo(file).Length;
        Assert.True(length > 5 * MostBytes, $"{length} bytes say nothing about memory");
        Assert.InRange(most, long.MinValue, MostBytes);
        Assert.False(Directory.Exists(server.ScratchFolder));
        using var archive = ZipFile.OpenRead(file);
        Assert.Equal(Segments * Length, archive.Entries.Count);
        // A reader that takes the bytes as they come finds size and checksum before each entry.
        Assert.Equal(0, File.ReadAllBytes(file)[6] & 8);
    }
}
