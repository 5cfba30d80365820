using System.Text.Json;

namespace Rvos.Contracts.Http;

/// <summary>An object as it is seen in a frame; exactly one of box, polygon, RLE and PNG.</summary>
public sealed record ObjectRequest
{
    /// <summary>Its id, 1 to 254.</summary>
    public required int Id { get; init; }

    /// <summary>Frame number from 0. Default: 0.</summary>
    public int Frame { get; init; }

    /// <summary>x0, y0, x1, y1 in pixels of the video; x1 and y1 lie outside. The object is found in it by what the frame shows, unless <see cref="Fill"/> is true.</summary>
    public IReadOnlyList<double>? Box { get; init; }

    /// <summary>True to take the box as the mask as it is; with a box only. Default: false.</summary>
    public bool? Fill { get; init; }

    /// <summary>A polygon [[x,y],…] or [x,y,x,y,…] in pixels of the video, or a list of polygons, which are united, as <c>rvos segment --polygon</c> takes them.</summary>
    public JsonElement? Polygon { get; init; }

    /// <summary>COCO run lengths.</summary>
    public RleRequest? Rle { get; init; }

    /// <summary>A PNG of the video's size in base64: every value above 0 is the object, or, where its colour is uniform and its alpha varies, every pixel that is not transparent.</summary>
    public byte[]? Png { get; init; }
}
