using Rvos.Evaluation.Davis;
using Rvos.Evaluation.Statistics;

namespace Rvos.Evaluation.Reports;

/// <summary>Scores of DAVIS as a report.</summary>
public static class DavisReport
{
    private static readonly ReportColumn[] Columns = ReportColumn.Scores("J&F", "J mean", "J recall", "J decay", "F mean", "F recall", "F decay");

    /// <summary>A row for each object, totals over all objects.</summary>
    public static EvaluationReport From(DavisScore score) => new(
        NameOf(score.Protocol), Columns, score.Sequences.SelectMany(s => s.Objects.Select(o => Row(s, o))).ToArray(), [new ReportRow("mean", "", Values(score.J, score.F))])
    {
        Note = score.Protocol switch
        {
            DavisProtocol.Davis2017Unsupervised => "all frames count; a result's label is said where it is another than the object's",
            DavisProtocol.RvosZeroShot => "instances chosen by the first frame; first and last frame left out",
            _ => "first and last frame left out",
        },
    };

    /// <summary>The protocol's name on the command line.</summary>
    public static string NameOf(DavisProtocol protocol) => protocol switch
    {
        DavisProtocol.Davis2016 => "davis-2016",
        DavisProtocol.Davis2017SemiSupervised => "davis-2017",
        DavisProtocol.Davis2017Unsupervised => "davis-unsupervised",
        _ => "rvos-zero-shot",
    };

    private static ReportRow Row(DavisSequenceScore sequence, DavisObjectScore item) =>
        new(sequence.Name, item.Result == item.Label ? $"{item.Label}" : $"{item.Label} (result {item.Result})", Values(item.JStatistics, item.FStatistics))
        {
            Frames = new Dictionary<string, IReadOnlyList<double>> { ["J"] = item.J, ["F"] = item.F },
            FrameNames = sequence.Frames,
        };

    private static double[] Values(FrameStatistics j, FrameStatistics f) => [(j.Mean + f.Mean) / 2, j.Mean, j.Recall, j.Decay, f.Mean, f.Recall, f.Decay];
}
