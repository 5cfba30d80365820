using System.Text.Json;
using Rvos.Evaluation.Mots;
using Rvos.Evaluation.Mots.TrackEval;
using Rvos.Video.Layouts;

namespace Rvos.Evaluation.Tests.Mots;

/// <summary>Compares a report with what both published evaluators gave: counts exactly, ratios to 1e-12, HOTA and its kin to 1e-9.</summary>
internal static class MotsGolden
{
    private const double Ratio = 1e-12;
    private const double HotaFamily = 1e-9;

    /// <summary>Compares all rows of a tracker; returns their number.</summary>
    public static int Compare(JsonElement tracker, MotsReport report)
    {
        var rows = 0;
        foreach (var kind in new[] { MotsClass.Car, MotsClass.Pedestrian })
        {
            var name = kind.ToString().ToLowerInvariant();
            var (motsTools, trackEval, score) = (tracker.GetProperty("mots_tools").GetProperty(name), tracker.GetProperty("trackeval").GetProperty(name), report.Of(kind));
            Row(motsTools.GetProperty("all"), trackEval.GetProperty("COMBINED_SEQ"), score.Combined, $"{name}, all");
            Assert.Equal(motsTools.GetProperty("per_sequence").EnumerateObject().Count(), score.Sequences.Count);
            foreach (var row in score.Sequences)
                Row(motsTools.GetProperty("per_sequence").GetProperty(row.Name), trackEval.GetProperty(row.Name), row, $"{name}, {row.Name}");
            rows += 2 * (1 + score.Sequences.Count);
        }

        return rows;
    }

    private static void Row(JsonElement motsTools, JsonElement trackEval, MotsSequenceScore row, string what)
    {
        MotsTools(new GoldenRow(motsTools, $"{what}, mots_tools"), row.MotsTools);
        Clear(new GoldenRow(trackEval.GetProperty("CLEAR"), $"{what}, CLEAR"), row.TrackEval.Clear);
        Identity(new GoldenRow(trackEval.GetProperty("Identity"), $"{what}, Identity"), row.TrackEval.Identity);
        Counts(new GoldenRow(trackEval.GetProperty("Count"), $"{what}, Count"), row.TrackEval.Counts);
        Hota(trackEval, row.TrackEval.Hota, what);
    }

    private static void MotsTools(GoldenRow golden, MotsScore score) => golden.All(
        ("n_gt_trajectories", score.TruthTracks, 0), ("n_tr_trajectories", score.ResultTracks, 0), ("total_num_frames", score.Frames, 0), ("n_gt", score.Truths, 0),
        ("n_tr", score.Results, 0), ("n_itr", score.Ignored, 0), ("tp", score.TruePositives, 0), ("fp", score.FalsePositives, 0), ("fn", score.FalseNegatives, 0),
        ("fragments", score.Fragments, 0), ("id_switches", score.IdSwitches, 0), ("MOTSA", score.Motsa, Ratio), ("sMOTSA", score.SoftMotsa, Ratio),
        ("MOTSP", score.Motsp, Ratio), ("MOTSAL", score.Motsal, Ratio), ("MODSA", score.Modsa, Ratio), ("MODSP", score.Modsp, Ratio),
        ("recall", score.Recall, Ratio), ("precision", score.Precision, Ratio), ("F1", score.F1, Ratio), ("FAR", score.FalseAlarmRate, Ratio),
        ("total_cost", score.SoftTruePositives, Ratio), ("MT", score.MostlyTrackedShare, Ratio), ("PT", score.PartlyTrackedShare, Ratio), ("ML", score.MostlyLostShare, Ratio));

    private static void Clear(GoldenRow golden, ClearScore score) => golden.All(
        ("CLR_TP", score.TruePositives, 0), ("CLR_FP", score.FalsePositives, 0), ("CLR_FN", score.FalseNegatives, 0), ("IDSW", score.IdSwitches, 0),
        ("Frag", score.Fragmentations, 0), ("MT", score.MostlyTracked, 0), ("PT", score.PartlyTracked, 0), ("ML", score.MostlyLost, 0), ("CLR_Frames", score.Frames, 0),
        ("MOTA", score.Mota, Ratio), ("MOTP", score.Motp, Ratio), ("MODA", score.Moda, Ratio), ("sMOTA", score.SoftMota, Ratio), ("MOTAL", score.Motal, Ratio),
        ("CLR_Re", score.Recall, Ratio), ("CLR_Pr", score.Precision, Ratio), ("CLR_F1", score.F1, Ratio), ("FP_per_frame", score.FalsePositivesPerFrame, Ratio),
        ("MOTP_sum", score.OverlapSum, Ratio), ("MTR", score.MostlyTrackedShare, Ratio), ("PTR", score.PartlyTrackedShare, Ratio), ("MLR", score.MostlyLostShare, Ratio));

    private static void Identity(GoldenRow golden, IdentityScore score) => golden.All(
        ("IDTP", score.TruePositives, 0), ("IDFN", score.FalseNegatives, 0), ("IDFP", score.FalsePositives, 0),
        ("IDF1", score.F1, Ratio), ("IDR", score.Recall, Ratio), ("IDP", score.Precision, Ratio));

    private static void Counts(GoldenRow golden, TrackCounts counts)
    {
        golden.All(("Dets", counts.Results, 0), ("GT_Dets", counts.Truths, 0), ("IDs", counts.ResultTracks, 0), ("GT_IDs", counts.TruthTracks, 0));
        if (golden.Has("Frames")) golden.All(("Frames", counts.Frames, 0));
    }

    private static void Hota(JsonElement trackEval, HotaScore score, string what)
    {
        new GoldenRow(trackEval.GetProperty("HOTA_mean_over_alpha"), $"{what}, mean HOTA").All(
            ("HOTA", score.Hota, HotaFamily), ("DetA", score.DetA, HotaFamily), ("AssA", score.AssA, HotaFamily), ("DetRe", score.DetRe, HotaFamily),
            ("DetPr", score.DetPr, HotaFamily), ("AssRe", score.AssRe, HotaFamily), ("AssPr", score.AssPr, HotaFamily), ("LocA", score.LocA, HotaFamily),
            ("OWTA", score.Owta, HotaFamily));
        var golden = trackEval.GetProperty("HOTA");
        new GoldenRow(golden, $"{what}, HOTA").All(
            ("HOTA(0)", score.HotaAtZero, HotaFamily), ("LocA(0)", score.LocAAtZero, HotaFamily), ("HOTALocA(0)", score.HotaLocAAtZero, HotaFamily));
        Assert.Equal(golden.GetProperty("HOTA").GetArrayLength(), score.Thresholds.Count);
        for (var a = 0; a < score.Thresholds.Count; a++)
        {
            var at = score.Thresholds[a];
            new GoldenRow(golden, $"{what}, HOTA at {at.Alpha}", a).All(
                ("HOTA_TP", at.TruePositives, 0), ("HOTA_FN", at.FalseNegatives, 0), ("HOTA_FP", at.FalsePositives, 0), ("HOTA", at.Hota, HotaFamily),
                ("DetA", at.DetA, HotaFamily), ("AssA", at.AssA, HotaFamily), ("DetRe", at.DetRe, HotaFamily), ("DetPr", at.DetPr, HotaFamily),
                ("AssRe", at.AssRe, HotaFamily), ("AssPr", at.AssPr, HotaFamily), ("LocA", at.LocA, HotaFamily), ("OWTA", at.Owta, HotaFamily));
        }
    }
}
