using Rvos.Evaluation.Mots;

namespace Rvos.Evaluation.Reports;

/// <summary>Scores of KITTI-MOTS as a report.</summary>
public static class KittiMotsReport
{
    private static readonly ReportColumn[] Columns =
    [
        .. ReportColumn.Scores("sMOTSA", "MOTSA", "MOTSP", "MODSA", "recall", "precision"),
        .. ReportColumn.Counts("TP", "FP", "FN", "ignored", "IDS", "Frag"),
        .. ReportColumn.Scores("HOTA", "DetA", "AssA", "LocA", "IDF1"),
    ];

    /// <summary>A row for each sequence and class that its truth or result shows, a total for each class.</summary>
    public static EvaluationReport From(MotsReport report) => new(
        "mots", Columns,
        report.Classes.SelectMany(c => c.Sequences.Where(IsShown).Select(s => Row(s.Name, c, s))).OrderBy(r => r.Sequence, StringComparer.Ordinal).ToArray(),
        report.Classes.Select(c => Row("all", c, c.Combined)).ToArray())
    {
        Note = "TP to Frag and the MOTS scores as mots_tools counts them, HOTA to IDF1 as TrackEval does (mean over 19 thresholds); a score without truth is empty",
    };

    private static bool IsShown(MotsSequenceScore score) => score.MotsTools.Truths + score.MotsTools.Results > 0;

    private static ReportRow Row(string sequence, MotsClassScore kind, MotsSequenceScore score)
    {
        var (m, t) = (score.MotsTools, score.TrackEval);
        return new ReportRow(sequence, kind.Class.ToString().ToLowerInvariant(),
        [
            m.SoftMotsa, m.Motsa, m.Motsp, m.Modsa, m.Recall, m.Precision, m.TruePositives, m.FalsePositives, m.FalseNegatives, m.Ignored, m.IdSwitches, m.Fragments,
            t.Hota.Hota, t.Hota.DetA, t.Hota.AssA, t.Hota.LocA, t.Identity.F1,
        ]);
    }
}
