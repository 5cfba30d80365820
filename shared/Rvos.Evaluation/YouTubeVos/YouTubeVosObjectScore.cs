namespace Rvos.Evaluation.YouTubeVos;

/// <summary>Scores of one object.</summary>
/// <param name="Sequence">Its video.</param>
/// <param name="Label">Its id.</param>
/// <param name="Category">Its category.</param>
/// <param name="Frames">Names of its annotated frames, the first and last included.</param>
/// <param name="J">Region similarity in each of them.</param>
/// <param name="F">Contour accuracy in each of them.</param>
/// <param name="MeanJ">Mean J of the frames that count; NaN when none does.</param>
/// <param name="MeanF">Mean F of the frames that count; NaN when none does.</param>
public sealed record YouTubeVosObjectScore(
    string Sequence, byte Label, string Category, IReadOnlyList<string> Frames, IReadOnlyList<double> J, IReadOnlyList<double> F, double MeanJ, double MeanF);
