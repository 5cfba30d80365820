using Rvos.Contracts.Http;
using Rvos.Contracts.Jobs;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Ingestion.Jobs.Prompts;

/// <summary>Gathers what is given of one frame: labels, and boxes in which objects are yet to be found.</summary>
/// <param name="reader">Reads shapes, at the video's size.</param>
/// <param name="labels">What was given exactly before, changed in place; null for nothing.</param>
/// <param name="boxes">Boxes that were given before.</param>
internal sealed class GivenFrame(ObjectMasks reader, byte[]? labels = null, IReadOnlyList<JobBox>? boxes = null)
{
    private const byte Void = 255;
    private readonly List<JobBox> boxes = [.. boxes ?? []];

    /// <summary>Ids that have at least one pixel: what is given exactly lies over boxes, a later box over an earlier one.</summary>
    internal int[] Ids
    {
        get
        {
            if (boxes.Count == 0) return IdsOf(labels ?? []);
            var shown = labels is null ? new byte[reader.Pixels] : (byte[])labels.Clone();
            foreach (var box in Enumerable.Reverse(boxes))
                for (var y = box.Y0; y < box.Y1; y++) shown.AsSpan(y * reader.Width + box.X0, box.X1 - box.X0).Replace((byte)0, (byte)box.Id);
            return IdsOf(shown);
        }
    }

    /// <summary>Adds an object.</summary>
    /// <exception cref="BadRequestFieldException">It cannot be read, or does not fit the video.</exception>
    internal void Add(ObjectRequest one, string field)
    {
        if (reader.Box(one, field) is { } box) boxes.Add(box);
        else reader.Paint(one, field, labels ??= new byte[reader.Pixels]);
    }

    /// <summary>Adds a mask of several objects.</summary>
    /// <exception cref="BadRequestFieldException">It cannot be read, or does not fit the video.</exception>
    internal void Add(MaskRequest mask, string field)
    {
        var above = reader.Read(mask.Png, field, mayBeEmpty: false);
        if (labels is null) labels = above;
        for (var i = 0; i < above.Length; i++)
            if (above[i] != 0) labels[i] = above[i];
    }

    /// <summary>Takes an object away.</summary>
    internal void Remove(int id)
    {
        labels?.AsSpan().Replace((byte)id, (byte)0);
        boxes.RemoveAll(box => box.Id == id);
    }

    /// <summary>As it is stored.</summary>
    internal GivenMask Encode(int frame)
    {
        var isThere = labels is not null && (boxes.Count == 0 || labels.AsSpan().ContainsAnyExcept((byte)0));
        var png = isThere ? PngWriter.Encode(new LabelMask(reader.Width, reader.Height, labels!)) : null;
        reader.Keep(png?.Length ?? 0);
        return new GivenMask(frame, png, Ids) { Boxes = boxes };
    }

    /// <summary>Ids that labels show, ascending.</summary>
    internal static int[] IdsOf(ReadOnlySpan<byte> labels)
    {
        Span<bool> seen = stackalloc bool[256];
        foreach (var label in labels) seen[label] = true;
        var ids = new List<int>();
        for (var id = 1; id < Void; id++)
            if (seen[id]) ids.Add(id);
        return [.. ids];
    }
}
