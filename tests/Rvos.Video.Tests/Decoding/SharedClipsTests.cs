using Rvos.Testing;
using Rvos.Video.Decoding;
using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

/// <summary>Every clip of the shared decoder set, where it is there.</summary>
public sealed class SharedClipsTests
{
    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        if (SharedData.IsThere && Directory.Exists(SharedData.PathOf("data", "decoder_clips")))
            foreach (var group in (string[])["generated", "torchcodec"])
                foreach (var file in Directory.EnumerateFiles(SharedData.PathOf("data", "decoder_clips", group)).Order())
                    names.Add($"{group}/{Path.GetFileName(file)}");
        else
            names.Add("none");
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ReadAsync_AnyClip_EndsInRightFramesOrOneLine(string name)
    {
        Assert.SkipWhen(name == "none", "no shared decoder clips");
        var path = SharedData.PathOf("data", "decoder_clips", name);
        var broken = name.Contains("bad_", StringComparison.Ordinal);
        FfmpegFrameSource source;
        try
        {
            source = await FfmpegFrameSource.OpenAsync(path, DecodeLimits.Default with { MaxStallTime = TimeSpan.FromSeconds(30) });
        }
        catch (VideoFormatException error)
        {
            Assert.True(broken || name.Contains("audio_only", StringComparison.Ordinal), error.Message);
            Assert.DoesNotContain('\n', error.Message);
            return;
        }
        await using (source)
        {
            var (frames, report) = await Clips.ReadAllAsync(source);
            var times = Clips.ProbeTimes(path, $"{source.Info.StreamIndex}");
            Assert.Equal(times.Length, frames.Count);
            Assert.All(frames.Zip(times).Where(pair => !double.IsNaN(pair.Second)), pair => Assert.Equal(pair.Second, pair.First.Time.TotalSeconds, 2e-6));
            Assert.Equal(!broken, report.IsWhole);
            var turned = source.Info.RotationDegrees % 180 == 90;
            Assert.Equal(turned, name.Contains("rot90", StringComparison.Ordinal));
            Assert.Equal(turned, source.Info.Width == source.Info.CodedHeight && source.Info.Width != source.Info.CodedWidth);
        }
    }
}
