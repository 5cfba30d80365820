using Rvos.Training.Runs;
using Rvos.Video.Decoding;
using Rvos.Video.Files;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Training.Data;

/// <summary>Loads the pictures of synthetic clips from folders.</summary>
public static class StillLibraryLoader
{
    private const double LeastObject = 0.015;
    private const int LeastSprite = 900, BackgroundWidth = 480, FramesPerBackground = 24;

    private static readonly string[] PhotoExtensions = [".jpg", ".jpeg", ".png"];

    /// <summary>Loads stills, cut-outs and backgrounds, divided into those to train on and those held out; all videos are backgrounds to train on.</summary>
    /// <exception cref="InvalidDataException">A folder is missing or empty, no photograph is left to train on, or a mask does not fit its photograph.</exception>
    public static (StillLibrary Training, StillLibrary HeldOut) Load(ClipData data, string baseFolder)
    {
        var stills = data.Stills.SelectMany(f => LoadStills(Path.Combine(baseFolder, f), data)).ToArray();
        var drawn = data.CutOuts.SelectMany(f => LoadCutOuts(Path.Combine(baseFolder, f))).ToArray();
        var backgrounds = data.Backgrounds.SelectMany(f => LoadBackgrounds(Path.Combine(baseFolder, f), data.WithoutLicences)).ToArray();
        var (ownStills, keptStills) = HeldOut.Split(stills, s => s.Name, data.HeldOut);
        var (ownDrawn, keptDrawn) = HeldOut.Split(drawn, s => s.Name, data.HeldOut);
        var training = Library(ownStills, ownDrawn, backgrounds);
        if (training.Stills.Count == 0)
            throw new InvalidDataException($"{string.Join(", ", data.Stills)}: none of the {ownStills.Count} photographs to train on has an object of {100 * LeastObject}% of its pixels or more");
        return (training, Library(keptStills, keptDrawn, []));
    }

    private static StillLibrary Library(IReadOnlyList<(string Name, Still Still)> named, IReadOnlyList<(string Name, Sprite Sprite)> drawn, IReadOnlyList<Still> backgrounds)
    {
        var stills = named.Select(s => s.Still).ToArray();
        var photo = stills.SelectMany(StillLibrary.CutOut).Where(s => s.Area >= LeastSprite).ToArray();
        return new StillLibrary(stills.Where(s => s.Objects.Count > 0).ToArray(), [.. stills, .. backgrounds], photo, drawn.Select(s => s.Sprite).ToArray());
    }

    private static IEnumerable<(string Name, Still Still)> LoadStills(string folder, ClipData data)
    {
        var index = new PhotoIndex(folder, data.WithoutLicences.Count > 0 || data.LookAlikeShare > 0 || data.HeldOutLookAlikeShare > 0);
        var photos = index.LeaveOut(Files(Path.Combine(folder, "images"), PhotoExtensions), data.WithoutLicences);
        var images = Collect(ImageLoader.LoadManyAsync(photos));
        for (var i = 0; i < photos.Length; i++)
        {
            var path = DataFolder.Join(folder, "masks", Path.GetFileNameWithoutExtension(photos[i]) + ".png");
            if (!File.Exists(path)) throw new InvalidDataException($"{photos[i]}: there is no mask {path}");
            var mask = LabelMaskReader.Read(path, MaskValues.Raw);
            if (mask.Width != images[i].Width || mask.Height != images[i].Height) throw new InvalidDataException($"{path}: {mask.Width}x{mask.Height}, the photograph is {images[i].Width}x{images[i].Height}");
            var counts = new int[256];
            foreach (var label in mask.Labels) counts[label]++;
            var objects = Enumerable.Range(1, 255).Where(l => counts[l] >= LeastObject * mask.Labels.Length).Select(l => (byte)l).ToArray();
            yield return (Path.GetFileName(photos[i]), new Still(mask.Width, mask.Height, images[i].Rgb, mask.Labels, objects, index.KindsOf(photos[i])));
        }
    }

    private static IEnumerable<(string Name, Sprite Sprite)> LoadCutOuts(string folder) => Files(folder, [".png"]).Select(path =>
    {
        var image = PngReader.Read(path);
        return (Path.GetFileName(path), new Sprite(image.Width, image.Height, image.ToRgba()));
    });

    private static List<Still> LoadBackgrounds(string path, IReadOnlyList<string> withoutLicences)
    {
        if (File.Exists(path)) return LoadFramesAsync(path).GetAwaiter().GetResult();
        if (!Directory.Exists(path)) throw new InvalidDataException($"{path}: no such video, and no such folder of photographs");
        var inner = Path.Combine(path, "images");
        var photos = new PhotoIndex(path, withoutLicences.Count > 0).LeaveOut(Files(Directory.Exists(inner) ? inner : path, PhotoExtensions), withoutLicences);
        return Collect(ImageLoader.LoadManyAsync(photos)).ConvertAll(i => new Still(i.Width, i.Height, i.Rgb, null, []));
    }

    private static async Task<List<Still>> LoadFramesAsync(string video)
    {
        await using var source = await VideoSource.OpenAsync(video);
        var every = Math.Max(1, (source.Info.DeclaredFrames ?? FramesPerBackground) / FramesPerBackground);
        var scale = Math.Min(1, (double)BackgroundWidth / source.Info.Width);
        var (width, height) = ((int)(source.Info.Width * scale), (int)(source.Info.Height * scale));
        var resizer = new PilResizer(source.Info.Width, source.Info.Height, width, height);
        var stills = new List<Still>();
        await foreach (var frame in source.ReadAsync(CancellationToken.None))
        {
            using (frame)
            {
                if (frame.Index % every != 0) continue;
                var rgb = new byte[width * height * 3];
                resizer.Bilinear(frame.Rgb, rgb);
                stills.Add(new Still(width, height, rgb, null, []));
            }
        }

        return stills;
    }

    internal static string[] Files(string folder, IReadOnlyList<string> extensions)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder}: no such folder");
        var files = DataFolder.Files(folder).Where(f => extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new InvalidDataException($"{folder}: no {string.Join(" or ", extensions)} files");
    }

    internal static List<RgbImage> Collect(IAsyncEnumerable<RgbImage> images) => CollectAsync(images).GetAwaiter().GetResult();

    private static async Task<List<RgbImage>> CollectAsync(IAsyncEnumerable<RgbImage> images)
    {
        var list = new List<RgbImage>();
        await foreach (var image in images) list.Add(image);
        return list;
    }
}
