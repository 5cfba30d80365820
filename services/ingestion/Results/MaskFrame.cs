using Rvos.Hosting.Jobs;
using Rvos.Results;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Ingestion.Results;

/// <summary>A frame's mask, its checksums and size verified.</summary>
/// <param name="Index">Number of the frame.</param>
/// <param name="Entry">What its segment says of it.</param>
/// <param name="Png">Indexed PNG of the video's size.</param>
internal sealed record MaskFrame(int Index, MaskEntry Entry, byte[] Png)
{
    internal TimeSpan Timestamp => TimeSpan.FromTicks(Entry.Timestamp);

    internal IReadOnlyList<ObjectObservation> Objects => [.. Entry.Objects.Select(o => new ObjectObservation(o.Id, o.Area, o.Confidence, o.IsGiven))];

    /// <summary>Its labels.</summary>
    /// <exception cref="InvalidDataException">The PNG is damaged.</exception>
    internal LabelMask Decode()
    {
        try
        {
            return LabelMaskReader.Read(Png, MaskValues.Raw);
        }
        catch (PngFormatException error)
        {
            throw new InvalidDataException($"the mask of frame {Index} is damaged: {error.Message}", error);
        }
    }
}
