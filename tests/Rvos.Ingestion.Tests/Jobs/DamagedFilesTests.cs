using System.Text;
using Rvos.Contracts.Http;
using Rvos.Decoder;
using Rvos.Encoder;
using Rvos.Hosting.Http;
using Rvos.Ingestion.Tests.Support;

namespace Rvos.Ingestion.Tests.Jobs;

/// <summary>Nothing of this machine is in what users read of files that ffmpeg complains about.</summary>
public sealed class DamagedFilesTests : JobContract
{
    private static readonly string[] Encoders = ["mpeg2video", "mjpeg", "libx264"];

    internal override Task<TestPlace> NewPlaceAsync() => Task.FromResult(TestPlace.Local());

    [Fact]
    public async Task EveryAnswer_AboutDamagedFiles_NamesNoPathAndNoTool()
    {
        var place = await PlaceAsync();
        await using var service = await JobHarness.StartAsync(place, builder => builder.AddEncoder().AddDecoder(), ("Rvos:Jobs:SegmentLength", "16"));
        var (said, lost, refused) = (new List<(string File, string Text)>(), 0, 0);
        using var client = service.Client();
        foreach (var (name, bytes) in Corpus())
        {
            using var form = IngestionHarness.Form(bytes, name);
            using var taken = await client.PostAsync("/v1/videos", form);
            var answer = await taken.Content.ReadAsStringAsync();
            said.Add((name, answer));
            if (!taken.IsSuccessStatusCode)
            {
                refused++;
                continue;
            }

            var video = System.Text.Json.JsonSerializer.Deserialize<VideoResponse>(answer, ApiJson.Options)!;
            var job = await service.CreateAsync(JobBodies.OneShot(video.Id, more: "").Replace("\"outputs\":[]", "\"outputs\":[\"overlay\"]", StringComparison.Ordinal));
            var row = await service.UntilAsync(job.Id, row => row.State is "completed" or "failed", 120);
            if (row.Lost is not null) lost++;
            foreach (var path in (string[])["", "/events", "/annotations.json", "/overlay.mp4"])
            {
                using var seen = await client.GetAsync($"/v1/jobs/{job.Id}{path}");
                if (seen.Content.Headers.ContentType?.MediaType != "video/mp4") said.Add((name + path, await seen.Content.ReadAsStringAsync()));
            }
        }

        Assert.True(lost >= 4 && refused >= 3, $"{lost} files lost frames, {refused} were refused");
        Assert.All(said, one =>
        {
            Assert.DoesNotContain(place.Folder, one.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetFileName(place.Folder), one.Text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"(?i)ffmpeg|ffprobe|libav|/tmp/|\b0x[0-9a-f]{6}|System\.|Exception|/source\b", one.Text);
        });
    }

    // Bytes overwritten in the middle, ends cut off, and files of which nothing can be used.
    private static IEnumerable<(string Name, byte[] Bytes)> Corpus()
    {
        foreach (var encoder in Encoders)
        {
            foreach (var container in (string[])["ts", "mkv", "mp4"])
            {
                if (container == "ts" && encoder == "mjpeg") continue;
                var whole = Clips.Make(container, "-f", "lavfi", "-i", "testsrc2=s=128x96:r=10:d=0.8", "-pix_fmt", encoder == "mjpeg" ? "yuvj420p" : "yuv420p", "-c:v", encoder, "-g", "4");
                var holes = (byte[])whole.Clone();
                for (var at = whole.Length / 3; at < whole.Length * 2 / 3; at += 997) holes.AsSpan(at, Math.Min(40, whole.Length - at)).Fill(0xA5);
                yield return ($"holes-{encoder}.{container}", holes);
                yield return ($"cut-{encoder}.{container}", whole[..(whole.Length * 3 / 5)]);
            }
        }

        yield return ("list.mp4", Encoding.ASCII.GetBytes("ffconcat version 1.0\nfile /etc/hostname\n"));
        yield return ("playlist.m3u8", Encoding.ASCII.GetBytes("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"));
        yield return ("noise.mp4", [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 7919 >> 3))]);
        yield return ("sound.wav", Clips.Make("wav", "-f", "lavfi", "-i", "sine=d=1"));
    }
}
