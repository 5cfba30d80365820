using System.Diagnostics;
using System.Security.Cryptography;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Small files made with ffmpeg, once for all tests.</summary>
internal static class Clips
{
    private static readonly Lazy<byte[]> LazySmall = new(() => Make("mp4", "-f", "lavfi", "-i", "testsrc2=s=128x96:r=10:d=2", "-pix_fmt", "yuv420p", "-c:v", "mpeg4"));
    private static readonly Lazy<byte[]> LazyLarge = new(() => Make("avi", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=2.4", "-pix_fmt", "yuv420p", "-c:v", "rawvideo"));

    /// <summary>MP4, 128 x 96, 20 frames, 2 s, some ten thousand bytes.</summary>
    internal static byte[] Small => LazySmall.Value;

    /// <summary>AVI, 320 x 240, 24 frames, some 2.8 million bytes.</summary>
    internal static byte[] Large => LazyLarge.Value;

    internal static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>What ffmpeg makes of these arguments, in a file with that extension.</summary>
    internal static byte[] Make(string extension, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("rvos-clip-").FullName;
        try
        {
            var path = Path.Combine(folder, "clip." + extension);
            var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments, path]) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? File.ReadAllBytes(path) : throw new InvalidOperationException(said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
