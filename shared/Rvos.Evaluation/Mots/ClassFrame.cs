using Rvos.Video.Layouts;
using Rvos.Video.Layouts.Mots;

namespace Rvos.Evaluation.Mots;

/// <summary>What both evaluators need of one class in one frame; objects in the order of the files.</summary>
/// <param name="Truths">Ids of the true objects.</param>
/// <param name="Results">Ids of the found objects.</param>
/// <param name="Iou">(truths, results): intersection over union; 0 without a shared pixel, thus also for empty masks.</param>
/// <param name="IgnoredShare">Share of each found object's pixels that lies in ignored regions; 0 for an empty one.</param>
internal sealed record ClassFrame(int[] Truths, int[] Results, double[,] Iou, double[] IgnoredShare)
{
    /// <summary>Divides a frame by class. The pixels shared by all pairs are counted once.</summary>
    internal static ClassFrame[] Divide(MotsFrame truth, MotsFrame result, IReadOnlyList<MotsClass> classes)
    {
        var shared = truth.Masks.Intersections(result.Masks);
        var ignored = IndicesOf(truth, MotsClass.Ignore);
        return classes.Select(Of).ToArray();

        ClassFrame Of(MotsClass kind)
        {
            var (rows, columns) = (IndicesOf(truth, kind), IndicesOf(result, kind));
            var iou = new double[rows.Length, columns.Length];
            var share = new double[columns.Length];
            for (var j = 0; j < columns.Length; j++)
            {
                var column = columns[j];
                var area = result.Masks.Areas[column];
                for (var i = 0; i < rows.Length; i++)
                {
                    if (shared[rows[i], column] is > 0 and var pixels) iou[i, j] = pixels / (double)(truth.Masks.Areas[rows[i]] + area - pixels);
                }

                // Ignored regions share no pixel: their overlaps add up to that of all of them merged.
                if (area > 0) share[j] = ignored.Sum(i => shared[i, column]) / (double)area;
            }

            return new ClassFrame(IdsOf(truth, rows), IdsOf(result, columns), iou, share);
        }
    }

    private static int[] IndicesOf(MotsFrame frame, MotsClass kind) => Enumerable.Range(0, frame.Objects.Count).Where(i => frame.Objects[i].Class == kind).ToArray();

    private static int[] IdsOf(MotsFrame frame, int[] indices) => indices.Select(i => frame.Objects[i].TrackId).ToArray();
}
