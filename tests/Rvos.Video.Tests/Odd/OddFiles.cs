using Rvos.Video.Tests.Decoding;

namespace Rvos.Video.Tests.Odd;

/// <summary>Containers x clocks x rotations x damage, each of a second or two of a test picture.</summary>
internal static class OddFiles
{
    private const string Picture = "testsrc2=s=96x64:r=10:d=1.2";

    private static readonly string[] H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
    private static readonly string[] Short = [.. H264, "-g", "4"];

    /// <summary>Whole files of every container, with odd clocks or a turn.</summary>
    public static IReadOnlyList<OddFile> Whole { get; } = [.. Containers(), .. Clocks(), .. Turned()];

    /// <summary>Damaged files, and files whose pictures have another size than the first one or the header.</summary>
    public static IReadOnlyList<OddFile> Broken { get; } = [.. Damaged(), .. Sizes()];

    private static IEnumerable<OddFile> Containers()
    {
        foreach (var name in (string[])["h264.mp4", "h264.mov", "h264.mkv", "h264.ts", "h264.flv", "h264.avi", "h264.nut", "h264.h264"])
            yield return new($"plain-{name}", path => Make(path, H264));
        foreach (var (name, codec) in ((string, string)[])[("mpeg2.mpg", "mpeg2video"), ("mpeg2.vob", "mpeg2video"), ("mpeg4.avi", "mpeg4"), ("flv1.flv", "flv1"), ("vp8.webm", "libvpx"), ("wmv.wmv", "wmv2"),
            ("theora.ogv", "libtheora"), ("vp8.ivf", "libvpx"), ("jpeg.mov", "mjpeg"), ("jpeg.mjpeg", "mjpeg"), ("mpeg4.m4v", "mpeg4"), ("prores.mov", "prores_ks"), ("ffv1.mkv", "ffv1"), ("mpeg2.mxf", "mpeg2video")])
            yield return new($"plain-{name}", path => Make(path, ["-r", "25", "-c:v", codec]));
        yield return new("plain.gif", path => Make(path, []));
        yield return new("plain.apng", path => Make(path, ["-f", "apng"]));
        yield return new("plain.y4m", path => Make(path, ["-pix_fmt", "yuv420p"]));
        yield return new("parts.mjpeg", path => Make(path, ["-c:v", "mjpeg", "-f", "mpjpeg"]), IsDamaged: true);
        yield return new("telephone.h263", path => Clips.Make("-f", "lavfi", "-i", "testsrc2=s=176x144:r=10:d=1.2", "-c:v", "h263", "-f", "h263", path));
        yield return new("telephone.h261", path => Clips.Make("-f", "lavfi", "-i", "testsrc2=s=176x144:r=10:d=1.2", "-c:v", "h261", "-f", "h261", path), IsDamaged: true);
        yield return new("tape.dv", path => Clips.Make("-f", "lavfi", "-i", "testsrc2=s=720x576:r=25:d=0.2", "-pix_fmt", "yuv420p", "-c:v", "dvvideo", path));
        yield return new("fragments.mp4", path => Make(path, [.. Short, "-movflags", "frag_keyframe+empty_moov"]));
        yield return new("fragments-counted.mp4", path => Make(path, [.. Short, "-movflags", "frag_keyframe"]));
    }

    private static IEnumerable<OddFile> Clocks()
    {
        foreach (var name in (string[])["mp4", "mkv", "ts"])
            yield return new($"after-twelve-hours.{name}", path => Make(path, [.. H264, "-output_ts_offset", "43200"]));
        foreach (var name in (string[])["ts", "h264", "mpg", "mjpeg"]) yield return new($"joined.{name}", path => Join(path, Picture, "testsrc=s=96x64:r=10:d=1"), IsDamaged: name == "ts");
        yield return new("equal-pairs.mkv", path => Make(path, ["-vf", "setpts=floor(N/2)*2", "-fps_mode", "passthrough", "-bf", "0", .. H264]));
        yield return new("uneven.mkv", path => Make(path, ["-vf", "setpts=N*N/TB/50", "-fps_mode", "passthrough", .. H264]));
        foreach (var name in (string[])["mp4", "mov", "mkv"])
            yield return new($"held-end.{name}", Hold);
        yield return new("held-end.gif", path => Make(path, ["-final_delay", "600"]));
        yield return new("cut-between-key-frames.mp4", Cut);
    }

    private static IEnumerable<OddFile> Turned()
    {
        foreach (var degrees in (int[])[90, 180, 270]) yield return new($"turned-{degrees}.mp4", path => Turn(path, degrees));
    }

    private static IEnumerable<OddFile> Damaged()
    {
        foreach (var name in (string[])["mp4", "mkv", "ts", "flv", "avi", "gif", "mjpeg"])
        {
            yield return new($"cut-short.{name}", path => Break(path, bytes => bytes[..(bytes.Length * 3 / 4)]), IsDamaged: true);
            if (name is not ("gif" or "mp4" or "flv")) yield return new($"hole.{name}", path => Break(path, bytes => [.. bytes[..(bytes.Length / 2)], .. new byte[bytes.Length / 8], .. bytes[(bytes.Length * 5 / 8)..]]), IsDamaged: true);
        }

        foreach (var name in (string[])["mp4", "ts"])
            yield return new($"noise.{name}", path => Make(path, [.. H264, "-bsf:v", "noise=amount=40*key+300"]), IsDamaged: true);
        // Its parameters come 9 s after its start, where ffmpeg itself looks for them 5 s long.
        yield return new("starts-long-before-a-key-frame.ts", path =>
        {
            var whole = path + ".whole.ts";
            Clips.Make(["-f", "lavfi", "-i", "testsrc2=s=96x64:r=10:d=12", .. H264, "-g", "100", whole]);
            File.WriteAllBytes(path, File.ReadAllBytes(whole)[(40 * 188)..]);
        }, IsDamaged: true);
        yield return new("starts-within.ts", path => Break(path, bytes => bytes[(bytes.Length / 3 / 188 * 188)..]), IsDamaged: true);
    }

    private static IEnumerable<OddFile> Sizes()
    {
        foreach (var name in (string[])["ts", "mjpeg", "h264"]) yield return new($"grows.{name}", path => Join(path, "testsrc2=s=48x32:r=10:d=0.4", Picture), IsDamaged: name == "ts");
        yield return new("says-another-size.mkv", path => Break(path, bytes => Replace(bytes, [0xB0, 0x81, 96, 0xBA, 0x81, 64], [0xB0, 0x81, 90, 0xBA, 0x81, 60])));
    }

    private static void Make(string path, string[] how) => Clips.Make(["-f", "lavfi", "-i", Picture, .. how, path]);

    private static string[] CodecOf(string path) => Path.GetExtension(path) switch { ".mjpeg" => ["-c:v", "mjpeg"], ".mpg" => ["-r", "25", "-c:v", "mpeg2video"], ".gif" => [], _ => H264 };

    private static void Join(string path, string first, string second)
    {
        string[] parts = [path + ".1" + Path.GetExtension(path), path + ".2" + Path.GetExtension(path)];
        Clips.Make(["-f", "lavfi", "-i", first, .. CodecOf(path), parts[0]]);
        Clips.Make(["-f", "lavfi", "-i", second, .. CodecOf(path), parts[1]]);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(parts[0]), .. File.ReadAllBytes(parts[1])]);
    }

    private static void Cut(string path)
    {
        var whole = path + ".whole.mp4";
        Make(whole, [.. H264, "-g", "10"]);
        Clips.Make("-ss", "0.3", "-i", whole, "-c", "copy", path);
    }

    private static void Hold(string path)
    {
        var even = path + ".even.mp4";
        Make(even, [.. H264, "-bf", "0"]);
        Clips.Make("-i", even, "-c", "copy", "-bsf:v", "setts=duration='if(eq(N,11),204800,DURATION)'", path);
    }

    private static void Turn(string path, int degrees)
    {
        var upright = path + ".upright" + Path.GetExtension(path);
        Make(upright, H264);
        Clips.Make("-i", upright, "-c", "copy", "-metadata:s:v:0", $"rotate={degrees}", path);
    }

    private static void Break(string path, Func<byte[], byte[]> change)
    {
        Make(path, Path.GetExtension(path) == ".mp4" ? [.. Short, "-movflags", "+faststart"] : [.. CodecOf(path), "-g", "4"]);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
    }

    private static byte[] Replace(byte[] bytes, byte[] old, byte[] by)
    {
        var at = bytes.AsSpan().IndexOf(old);
        Assert.True(at >= 0, "the header looks otherwise");
        by.CopyTo(bytes, at);
        return bytes;
    }
}
