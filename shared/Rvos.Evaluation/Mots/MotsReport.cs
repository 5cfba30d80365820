using Rvos.Video.Layouts;

namespace Rvos.Evaluation.Mots;

/// <summary>Scores of a tracker on KITTI-MOTS.</summary>
/// <param name="Classes">One entry for each evaluated class: cars, then pedestrians.</param>
public sealed record MotsReport(IReadOnlyList<MotsClassScore> Classes)
{
    /// <summary>Scores of one class.</summary>
    /// <exception cref="ArgumentException">The class is not evaluated (ignored regions).</exception>
    public MotsClassScore Of(MotsClass kind) => Classes.FirstOrDefault(c => c.Class == kind) ?? throw new ArgumentException($"{kind} is not evaluated", nameof(kind));
}
