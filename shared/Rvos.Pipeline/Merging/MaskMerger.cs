using Rvos.Model.Sessions;
using Rvos.Results;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Merging;

/// <summary>Settles objects' probabilities into one label per pixel at the video's own size: the most probable object where it is above one half,
/// background elsewhere. Masks that were given are taken as they are.</summary>
public sealed class MaskMerger
{
    private readonly PlaneScaler scaler;
    private readonly float[] best;
    private readonly float[] row;

    /// <summary>From the model's input size to a video's size.</summary>
    public MaskMerger(int inputWidth, int inputHeight, int width, int height)
    {
        scaler = new PlaneScaler(inputWidth, inputHeight, width, height);
        (best, row) = (new float[width], new float[width]);
    }

    /// <summary>Merges the masks of one frame.</summary>
    /// <param name="objects">Objects' probabilities; ids within 1..255.</param>
    /// <param name="given">Mask given for this frame at the video's size, or null.</param>
    public (LabelMask Mask, IReadOnlyList<ObjectObservation> Objects) Merge(IReadOnlyList<ObjectMask> objects, LabelMask? given)
    {
        var labels = new byte[scaler.OutputWidth * scaler.OutputHeight];
        var inferred = objects.Where(o => !o.IsGiven && o.Confidence > 0).ToArray();
        for (var y = 0; y < scaler.OutputHeight && inferred.Length > 0; y++)
        {
            var target = labels.AsSpan(y * scaler.OutputWidth, scaler.OutputWidth);
            Array.Fill(best, 0.5f);
            foreach (var item in inferred)
            {
                scaler.Row(item.Probabilities, y, row);
                for (var x = 0; x < row.Length; x++)
                {
                    if (row[x] <= best[x]) continue;
                    best[x] = row[x];
                    target[x] = (byte)item.ObjectId;
                }
            }
        }

        if (given is not null) Overlay(labels, given, objects);
        var areas = new int[256];
        foreach (var label in labels) areas[label]++;
        var observations = objects.Select(o => new ObjectObservation(o.ObjectId, areas[o.ObjectId], o.IsGiven ? 1 : o.Confidence, o.IsGiven)).ToArray();
        return (new LabelMask(scaler.OutputWidth, scaler.OutputHeight, labels), observations);
    }

    private static void Overlay(byte[] labels, LabelMask given, IReadOnlyList<ObjectMask> objects)
    {
        var isGiven = new bool[256];
        foreach (var item in objects) isGiven[item.ObjectId] = item.IsGiven;
        for (var i = 0; i < labels.Length; i++)
            if (given.Labels[i] != 0 && isGiven[given.Labels[i]]) labels[i] = given.Labels[i];
    }
}
