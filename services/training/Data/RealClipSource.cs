using Rvos.Video.Decoding;
using Rvos.Video.Imaging;
using Rvos.Video.Layouts;
using Rvos.Video.Masks;

namespace Rvos.Training.Data;

/// <summary>Clips cut from annotated sequences: a random start, step of 1 to 3 frames, direction, crop, mirroring and tone.</summary>
public sealed class RealClipSource : IClipSource
{
    private const int HeldWidth = 480, Tries = 50;
    private const double LeastArea = 0.005;

    private readonly IReadOnlyList<Still[]> sequences;

    private RealClipSource(IReadOnlyList<Still[]> sequences) => this.sequences = sequences;

    /// <summary>Loads folders in DAVIS layout; only runs of annotated frames are used. Frames are held at most 480 pixels wide.</summary>
    /// <exception cref="InvalidDataException">There is no run of two annotated frames.</exception>
    public static RealClipSource Load(IEnumerable<string> folders)
    {
        var sequences = folders.SelectMany(LoadFolder).Where(s => s.Length > 1).ToArray();
        return sequences.Length > 0 ? new RealClipSource(sequences) : throw new InvalidDataException("the sequences hold no two annotated frames in a row");
    }

    /// <inheritdoc/>
    public Clip Next(ClipRequest request, Random random)
    {
        for (var n = 0; n < Tries; n++)
        {
            var sequence = sequences[random.Next(sequences.Count)];
            var step = 1 + random.Next(3);
            var span = (request.Length - 1) * step;
            if (span >= sequence.Length) (step, span) = (1, request.Length - 1);
            if (span >= sequence.Length) continue;
            var start = random.Next(sequence.Length - span);
            var frames = Enumerable.Range(0, request.Length).Select(i => sequence[start + i * step]).ToArray();
            if (random.Next(2) == 0) Array.Reverse(frames);
            if (Cut(frames, request, random) is { } clip) return clip;
        }

        throw new InvalidOperationException($"no sequence is {request.Length} annotated frames long with a visible object");
    }

    private static Clip? Cut(Still[] frames, ClipRequest request, Random random)
    {
        var first = frames[0];
        var present = first.Objects.OrderBy(_ => random.Next()).Take(request.MaxObjects).ToArray();
        if (present.Length == 0) return null;
        var labelOf = new byte[256];
        for (var i = 0; i < present.Length; i++) labelOf[present[i]] = (byte)(i + 1);
        var covers = Math.Max(request.Width / (double)first.Width, request.Height / (double)first.Height) * (1 + 0.5 * random.NextDouble());
        // A camera that stands still: the sequence has its own motion.
        var camera = new Motion(random, request.Width / 2.0, request.Height / 2.0, covers, 0, 0, 0, 0, request.Height);
        var map = camera.At(0, first.Width * (0.4 + 0.2 * random.NextDouble()), first.Height * (0.4 + 0.2 * random.NextDouble()));
        var (pixels, tone, mirrored) = (request.Height * request.Width, new Tone(random, 0.6 * random.NextDouble()), random.Next(2) == 0);
        var (rgb, labels) = (new byte[request.Length * pixels * 3], new byte[request.Length * pixels]);
        for (var t = 0; t < frames.Length; t++)
        {
            var (frame, mask) = (rgb.AsMemory(t * pixels * 3, pixels * 3), labels.AsMemory(t * pixels, pixels));
            Canvas.DrawStill(frames[t], map, tone, labelOf, frame.Span, mask.Span, request.Width, request.Height);
            if (mirrored) Wear.Mirror(frame.Span, mask.Span, request.Width, request.Height);
        }

        for (var label = 1; label <= present.Length; label++)
            if (labels.Take(pixels).Count(l => l == label) < LeastArea * pixels) return null;
        return new Clip(request.Length, request.Height, request.Width, present.Length, rgb, labels);
    }

    private static IEnumerable<Still[]> LoadFolder(string folder)
    {
        foreach (var sequence in DavisLayout.Read(folder))
        {
            var images = ImageFolder(folder, sequence.Name);
            var byName = StillLibraryLoader.Files(images, [".jpg", ".jpeg", ".png"]).ToDictionary(f => Path.GetFileNameWithoutExtension(f)!);
            var annotated = sequence.Frames.Where(f => byName.ContainsKey(f.Name)).ToArray();
            var pictures = StillLibraryLoader.Collect(ImageLoader.LoadManyAsync(annotated.Select(f => byName[f.Name]).ToArray()));
            yield return annotated.Select((f, i) => Scaled(pictures[i], f.Read(MaskValues.Auto))).ToArray();
        }
    }

    private static string ImageFolder(string folder, string sequence) =>
        Path.Combine(folder, "JPEGImages", "480p", sequence) is var path && Directory.Exists(path) ? path : Path.Combine(folder, "JPEGImages", sequence);

    private static Still Scaled(RgbImage image, LabelMask mask)
    {
        var scale = Math.Min(1, (double)HeldWidth / image.Width);
        var (width, height) = ((int)Math.Round(image.Width * scale), (int)Math.Round(image.Height * scale));
        var rgb = new byte[width * height * 3];
        new PilResizer(image.Width, image.Height, width, height).Bilinear(image.Rgb, rgb);
        var labels = new PilResizer(mask.Width, mask.Height, width, height).Nearest(mask.Labels);
        return new Still(width, height, rgb, labels, labels.Distinct().Where(l => l != 0).ToArray());
    }
}
