using System.Globalization;
using System.Text.Json;
using Rvos.Contracts.Http;
using Rvos.Contracts.Jobs;
using Rvos.Hosting.Http;
using Rvos.Video.Masks;
using Rvos.Video.Png;
using Rvos.Video.Prompts;
using Rvos.Video.Rle;

namespace Rvos.Ingestion.Jobs.Prompts;

/// <summary>Turns an object or a mask of a request into labels at the video's size.</summary>
/// <param name="width">Columns of the video.</param>
/// <param name="height">Rows of the video.</param>
/// <param name="maximumFrames">Frame numbers are below this.</param>
/// <param name="share">Memory is taken from it for the masks that are in work and those that are kept.</param>
/// <param name="cancellation">Ends the work between two masks.</param>
internal sealed class ObjectMasks(int width, int height, int maximumFrames, WorkShare share, CancellationToken cancellation)
{
    private const int MaximumId = 254, MaximumShown = 6;

    // Of all masks of a request together: some 2,000 of 1920 x 1080.
    private const long MaximumWork = 4_000_000_000;

    // To find an object in a box takes as long as that many pixels take, beside those of its frame: some 700 boxes in a request, of 1920 x 1080.
    private const long BoxWork = 4_000_000;

    // Bytes for each pixel: labels of a frame, those of a shape or a mask that is laid over them, and those with the boxes.
    private const long PixelMemory = 3;
    private long work;

    internal int Width => width;

    internal int Height => height;

    internal int Pixels => width * height;

    /// <summary>Takes memory for a mask that is kept until it is stored.</summary>
    /// <exception cref="WorkBudgetException">There is not as much.</exception>
    internal void Keep(long bytes) => share.Take(bytes);

    /// <summary>Checks that an element of a list is not null, as JSON may have it.</summary>
    /// <exception cref="BadRequestFieldException">It is.</exception>
    internal static void Exists(object? element, string field)
    {
        if (element is null) throw IsNull(field);
    }

    /// <summary>What is wrong with an element that is null.</summary>
    internal static BadRequestFieldException IsNull(string field) => new(field, "An object is expected, null came.", StatusCodes.Status400BadRequest);

    /// <summary>Paints an object over the labels of its frame.</summary>
    /// <exception cref="BadRequestFieldException">It cannot be read, or does not fit the video.</exception>
    internal void Paint(ObjectRequest request, string field, byte[] labels)
    {
        Check(request, field);
        Work(Pixels, field);
        var shape = Shape(request, field);
        var any = false;
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 0) continue;
            labels[i] = (byte)request.Id;
            any = true;
        }
        if (!any) throw new BadRequestFieldException(field, "The object covers no pixel of the video.");
    }

    /// <summary>The box in which an object is to be found; null for an object whose mask is given.</summary>
    /// <exception cref="BadRequestFieldException">It cannot be read, or does not fit the video.</exception>
    internal JobBox? Box(ObjectRequest request, string field)
    {
        Check(request, field);
        if (request.Box is null || request.Fill == true) return null;
        Work(BoxWork + Pixels, field);
        var box = Box(request.Box, $"{field}.box");
        return new JobBox(request.Id, box.X0, box.Y0, box.X1, box.Y1);
    }

    /// <summary>Reads a mask of all objects of a frame.</summary>
    /// <exception cref="BadRequestFieldException">It cannot be read, or does not fit the video.</exception>
    internal byte[] Read(byte[] png, string field, bool mayBeEmpty)
    {
        Work(Pixels, field);
        var labels = Png(png, field, MaskValues.Auto);
        return mayBeEmpty || labels.AsSpan().ContainsAnyExcept((byte)0) ? labels : throw new BadRequestFieldException(field, "The mask shows no object.");
    }

    /// <summary>Checks a frame number.</summary>
    /// <exception cref="BadRequestFieldException">It is none.</exception>
    internal int Frame(int frame, string field) =>
        frame >= 0 && frame < maximumFrames ? frame : throw new BadRequestFieldException($"{field}.frame", $"{frame} is no frame number of this video: 0 to {maximumFrames - 1}.");

    private static void Check(ObjectRequest request, string field)
    {
        if (request.Id is < 1 or > MaximumId) throw new BadRequestFieldException($"{field}.id", $"{request.Id} is no object id: 1 to {MaximumId}.");
        if (new object?[] { request.Box, request.Polygon, request.Rle, request.Png }.Count(shape => shape is not null) != 1)
            throw new BadRequestFieldException(field, "An object needs exactly one of box, polygon, rle and png.");
        if (request.Fill is not null && request.Box is null) throw new BadRequestFieldException($"{field}.fill", "fill belongs to a box.");
    }

    private byte[] Shape(ObjectRequest request, string field)
    {
        try
        {
            if (request.Box is { } box) return Box(box, $"{field}.box").ToMask(width, height, 1).Labels;
            if (request.Polygon is { } polygon) return Polygon(polygon, $"{field}.polygon");
            if (request.Rle is { } rle) return Rle(rle, $"{field}.rle");
        }
        catch (PromptFormatException error)
        {
            throw new BadRequestFieldException($"{field}.polygon{error.Place}", $"{Sentence(error.Message)}.");
        }
        catch (RleFormatException error)
        {
            throw new BadRequestFieldException(error.Place.Length > 0 ? $"{field}.rle.{error.Place}" : $"{field}.rle", $"{Sentence(error.Message)}.");
        }
        return Png(request.Png!, $"{field}.png", MaskValues.Raw);
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // Each point is looked at in each row.
    private byte[] Polygon(JsonElement json, string field)
    {
        var polygon = PolygonPrompt.From(json);
        Work(polygon.Rings.Sum(ring => (long)ring.Count) * height, field);
        return polygon.ToMask(width, height, 1).Labels;
    }

    private void Work(long more, string field)
    {
        cancellation.ThrowIfCancellationRequested();
        if (work == 0) share.Take(PixelMemory * Pixels);
        work += more;
        if (work > MaximumWork) throw new BadRequestFieldException(field, $"The masks up to here are more than one request may have: {MaximumWork / 1_000_000} million pixels in all.");
    }

    private BoxPrompt Box(IReadOnlyList<double> box, string field)
    {
        if (box.Count != 4 || box.Any(v => v != Math.Round(v) || Math.Abs(v) > int.MaxValue)) throw new BadRequestFieldException(field, $"A box is four whole numbers: x0, y0, x1, y1 in pixels; {string.Join(", ", box.Take(MaximumShown).Select(v => v.ToString(CultureInfo.InvariantCulture)))}{(box.Count > MaximumShown ? ", …" : "")} came.");
        var (x0, y0, x1, y1) = ((int)box[0], (int)box[1], (int)box[2], (int)box[3]);
        if (x0 < 0 || y0 < 0 || x1 <= x0 || y1 <= y0) throw new BadRequestFieldException(field, $"The box {x0},{y0},{x1},{y1} is empty or starts outside the video.");
        var prompt = new BoxPrompt(x0, y0, x1, y1);
        return x1 <= width && y1 <= height ? prompt : throw new BadRequestFieldException(field, $"{prompt.Outside(width, height).Message}.");
    }

    private byte[] Rle(RleRequest rle, string field)
    {
        if (rle.Size is not [var rows, var columns] || rows != height || columns != width)
            throw new BadRequestFieldException($"{field}.size", $"The run lengths are of {string.Join("x", rle.Size)} (rows x columns), the video has {height}x{width}.");
        var labels = new byte[width * height];
        RleJson.Read(rle.Counts, width, height).Paint(labels, 1);
        return labels;
    }

    private byte[] Png(byte[] png, string field, MaskValues values)
    {
        try
        {
            // The header is looked at first: no more is unpacked than a mask of the video has.
            var (columns, rows) = PngReader.SizeOf(png, Pixels);
            if (columns != width || rows != height) throw new BadRequestFieldException(field, $"The mask is {columns}x{rows}, the video {width}x{height}.");
            return LabelMaskReader.Read(png, values, Pixels).Labels;
        }
        catch (PngFormatException error)
        {
            throw new BadRequestFieldException(field, $"The mask cannot be read, or is larger than the video of {width}x{height}: {error.Message}.");
        }
    }
}
