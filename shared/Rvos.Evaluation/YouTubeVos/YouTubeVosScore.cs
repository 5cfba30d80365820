namespace Rvos.Evaluation.YouTubeVos;

/// <summary>Scores of a data set in [0,1]: means over objects, not over categories first; NaN where there is no object. Objects of which no frame counts are left out.</summary>
/// <param name="Protocol">What was counted.</param>
/// <param name="Objects">Scores by video and object.</param>
public sealed record YouTubeVosScore(YouTubeVosProtocol Protocol, IReadOnlyList<YouTubeVosObjectScore> Objects)
{
    /// <summary>Mean J over all objects.</summary>
    public double J => Mean(_ => true, o => o.MeanJ);

    /// <summary>Mean F over all objects.</summary>
    public double F => Mean(_ => true, o => o.MeanF);

    /// <summary>Mean J over objects of seen categories.</summary>
    public double SeenJ => Mean(o => IsUnseen(o) == false, o => o.MeanJ);

    /// <summary>Mean F over objects of seen categories.</summary>
    public double SeenF => Mean(o => IsUnseen(o) == false, o => o.MeanF);

    /// <summary>Mean J over objects of unseen categories.</summary>
    public double UnseenJ => Mean(o => IsUnseen(o) == true, o => o.MeanJ);

    /// <summary>Mean F over objects of unseen categories.</summary>
    public double UnseenF => Mean(o => IsUnseen(o) == true, o => o.MeanF);

    /// <summary>Mean of the four: the number YouTube-VOS ranks by.</summary>
    public double G => (SeenJ + SeenF + UnseenJ + UnseenF) / 4;

    private bool? IsUnseen(YouTubeVosObjectScore item) => Protocol.Unseen?.Contains(item.Category);

    private double Mean(Func<YouTubeVosObjectScore, bool> which, Func<YouTubeVosObjectScore, double> value) =>
        Objects.Where(o => which(o) && !double.IsNaN(o.MeanJ)).Select(value).DefaultIfEmpty(double.NaN).Average();
}
