using System.Security.Cryptography;
using Rvos.Video.Decoding;
using Rvos.Video.Tests.Decoding;

namespace Rvos.Video.Tests.Odd;

/// <summary>Every frame that ffprobe decodes arrives, or the report says that something was lost; and a video reads the same each time.</summary>
public abstract class OddFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rvos-odd-");

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected async Task CheckAsync(OddFile file)
    {
        var path = Path.Combine(_folder.FullName, file.Name);
        file.Write(path);
        await using var source = await FfmpegFrameSource.OpenAsync(path);

        var (frames, report) = await Clips.ReadAllAsync(source);

        var expected = Clips.ProbeTimes(path, $"{source.Info.StreamIndex}").Length;
        Assert.True(frames.Count == expected || !report.IsWhole, $"{frames.Count} frames, ffprobe has {expected}: {report.Summary}");
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Pts < pair.Second.Pts));
        Assert.True(file.IsDamaged || report.IsWhole, report.Summary);
        if (!report.IsWhole) Assert.Equal(Sum(frames), Sum((await Clips.ReadAllAsync(source)).Frames));
    }

    private static string Sum(List<(long Pts, TimeSpan Time, byte[] Rgb)> frames)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var frame in frames)
        {
            hash.AppendData(BitConverter.GetBytes(frame.Pts));
            hash.AppendData(frame.Rgb);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
