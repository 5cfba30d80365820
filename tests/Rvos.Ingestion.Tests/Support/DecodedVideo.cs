using Rvos.Contracts.Jobs;
using Rvos.Hosting.Jobs;
using Rvos.Video.Decoding;
using Rvos.Video.Imaging;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>A video's frames at the model's size, read in one go as the command <c>rvos segment</c> does.</summary>
internal sealed class DecodedVideo
{
    private readonly List<(byte[] Rgb, long Timestamp)> _frames = [];
    private readonly int _length;

    private DecodedVideo(int length) => _length = length;

    internal static async Task<DecodedVideo> ReadAsync(byte[] file, JobManifest manifest)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file);
            var video = new DecodedVideo(manifest.SegmentLength);
            await using var source = await VideoSource.OpenAsync(path);
            var resizer = new PilResizer(manifest.Width, manifest.Height, manifest.InputWidth, manifest.InputHeight);
            await foreach (var frame in source.ReadAsync())
            {
                using (frame)
                {
                    var rgb = new byte[manifest.InputWidth * manifest.InputHeight * 3];
                    resizer.Bilinear(frame.Rgb, rgb);
                    video._frames.Add((rgb, frame.PresentationTimestamp.Ticks));
                }
            }

            return video;
        }
        finally
        {
            File.Delete(path);
        }
    }

    internal void AssertSame(int segment, FramesHeader header, ReadOnlyMemory<byte> content)
    {
        var frames = _frames.Skip(segment * _length).Take(_length).ToArray();
        Assert.Equal((segment * _length, (segment + 1) * _length >= _frames.Count), (header.First, header.IsLast));
        Assert.Equal(frames.Select(f => f.Timestamp), header.Timestamps);
        Assert.True(frames.SelectMany(f => f.Rgb).ToArray().AsSpan().SequenceEqual(content.Span), $"segment {segment} has other frames");
    }
}
