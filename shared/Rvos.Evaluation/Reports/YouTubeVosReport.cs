using Rvos.Evaluation.YouTubeVos;

namespace Rvos.Evaluation.Reports;

/// <summary>Scores of YouTube-VOS as a report.</summary>
public static class YouTubeVosReport
{
    private static readonly ReportColumn[] Columns = ReportColumn.Scores("J&F", "J mean", "F mean");

    /// <summary>A row for each object, totals over seen and unseen categories where these are known, and over all objects.</summary>
    public static EvaluationReport From(YouTubeVosScore score)
    {
        var totals = new List<ReportRow> { Total("all objects", score.J, score.F) };
        if (score.Protocol.Unseen is not null)
        {
            totals.Add(Total("seen", score.SeenJ, score.SeenF));
            totals.Add(Total("unseen", score.UnseenJ, score.UnseenF));
            totals.Add(new ReportRow("G", "", [score.G, double.NaN, double.NaN]));
        }

        return new EvaluationReport("youtube-vos", Columns, score.Objects.Select(Row).ToArray(), totals) { Note = Note(score.Protocol) };
    }

    private static ReportRow Row(YouTubeVosObjectScore item) => new(item.Sequence, $"{item.Label} {item.Category}".TrimEnd(), [(item.MeanJ + item.MeanF) / 2, item.MeanJ, item.MeanF])
    {
        Frames = new Dictionary<string, IReadOnlyList<double>> { ["J"] = item.J, ["F"] = item.F },
        FrameNames = item.Frames,
    };

    private static ReportRow Total(string name, double j, double f) => new(name, "", [(j + f) / 2, j, f]);

    private static string Note(YouTubeVosProtocol protocol)
    {
        var left = (protocol.WithoutFirst, protocol.WithoutLast) switch
        {
            (true, true) => "each object's first and last annotated frame left out",
            (true, false) => "each object's first annotated frame left out",
            (false, true) => "each object's last annotated frame left out",
            _ => "all annotated frames count",
        };
        return $"{left}; the server's own code was never published: J and F of DAVIS, averaged as youtube-vos.org says{(protocol.Unseen is null ? "; seen and unseen categories were not told apart" : "")}";
    }
}
