using System.IO.Compression;
using System.Text;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>Files that are no videos, some of which name a real video elsewhere: whoever follows them takes that one in.</summary>
internal static class NotVideos
{
    private static readonly Dictionary<string, Func<string, byte[]>> Makers = new()
    {
        ["empty"] = _ => [],
        ["one byte"] = _ => [0],
        ["text"] = _ => Text("just some words\n"),
        ["html"] = _ => Text("<!DOCTYPE html><html><body><video src=\"x.mp4\"></video></body></html>"),
        ["json"] = _ => Text("""{"url": "x.mp4"}"""),
        ["random"] = _ => Random(20_000),
        ["zeros"] = _ => new byte[20_000],
        ["png"] = _ => Clips.Make("png", "-f", "lavfi", "-i", "testsrc=s=64x48", "-frames:v", "1"),
        ["jpeg"] = _ => Clips.Make("jpg", "-f", "lavfi", "-i", "testsrc=s=64x48", "-frames:v", "1"),
        ["zip with a video"] = Zip,
        ["wav"] = _ => Clips.Make("wav", "-f", "lavfi", "-i", "sine=d=1"),
        ["audio in mp4"] = _ => Clips.Make("m4a", "-f", "lavfi", "-i", "sine=d=1"),
        ["times beyond all ranges"] = _ => Clips.Make("mkv", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1.2", "-c:v", "ffv1", "-output_ts_offset", "1000000000000"),
        ["audio with cover"] = _ => Clips.Make("mp3", "-f", "lavfi", "-i", "sine=d=1", "-f", "lavfi", "-i", "testsrc=s=64x48:r=1:d=1", "-map", "0", "-map", "1", "-c:v", "png", "-disposition:v", "attached_pic"),
        ["mp4 without its end"] = _ => Clips.Small[..(Clips.Small.Length / 2)],
        ["mp4 with its data destroyed"] = _ => Destroyed(),
        ["m3u8"] = target => Text($"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\nfile://{target}\n#EXT-X-ENDLIST\n"),
        ["m3u8 with a bare path"] = target => Text($"#EXTM3U\n#EXTINF:2.0,\n{target}\n#EXT-X-ENDLIST\n"),
        ["m3u8 that concatenates"] = target => Text($"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nconcat:{target}|file:///etc/passwd\n#EXT-X-ENDLIST\n"),
        ["ffconcat"] = target => Text($"ffconcat version 1.0\nfile '{target}'\n"),
        ["concat"] = target => Text($"file '{target}'\n"),
        ["dash"] = target => Text($"""
            <?xml version="1.0"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
            <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000" width="128" height="96"><BaseURL>file://{target}</BaseURL></Representation></AdaptationSet></Period></MPD>
            """),
        ["smil"] = target => Text($"<smil><body><video src=\"{target}\"/></body></smil>"),
        ["sdp"] = _ => Text("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"),
        ["imf"] = target => Text($"<?xml version=\"1.0\"?><CompositionPlaylist xmlns=\"http://www.smpte-ra.org/schemas/2067-3/2016\"><Id>urn:uuid:0</Id><Path>{target}</Path></CompositionPlaylist>"),
        ["avisynth"] = target => Text($"AviSource(\"{target}\")\n"),
        ["ffmetadata"] = _ => Text(";FFMETADATA1\ntitle=x\n"),
        ["subtitles"] = _ => Text("1\n00:00:00,000 --> 00:00:01,000\nhello\n"),
        ["svg"] = target => Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"48\"><image href=\"file://{target}\"/></svg>"),
        ["quicktime reference movie"] = ReferenceMovie,
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    internal static byte[] Of(string name, string target) => Makers[name](target);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Zip(string target)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create)) zip.CreateEntryFromFile(target, "a.mp4");
        return bytes.ToArray();
    }

    // Header and index stay, the frames themselves are noise.
    private static byte[] Destroyed()
    {
        var bytes = (byte[])Clips.Small.Clone();
        var data = bytes.AsSpan().IndexOf("mdat"u8) + 4;
        Array.Clear(bytes, data, bytes.AsSpan().LastIndexOf("moov"u8) - 4 - data);
        return bytes;
    }

    // moov / rmra / rmda / rdrf: an alternative elsewhere.
    private static byte[] ReferenceMovie(string target)
    {
        var url = Text($"file://{target}\0");
        var rdrf = Box("rdrf", [0, 0, 0, 0, .. "url "u8, .. BigEndian(url.Length), .. url]);
        return [.. Box("ftyp", [.. "qt  "u8, 0, 0, 0, 0, .. "qt  "u8]), .. Box("moov", Box("rmra", Box("rmda", rdrf)))];
    }

    private static byte[] Box(string type, byte[] content) => [.. BigEndian(content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
