using System.Globalization;
using System.Text;
using Rvos.Model;
using Rvos.Training.Reports;
using Rvos.Training.Runs;
using Rvos.Training.Steps;

namespace Rvos.Training.Curricula;

/// <summary>Draws what a configuration plans over its steps as an SVG picture.</summary>
public static class SchedulePlot
{
    /// <summary>Rows of charts, one for each thing that changes or matters: learning rate, true masks read, frame step, clip length, pixels, least area, recurrences.</summary>
    public static string Svg(TrainingConfiguration configuration)
    {
        var curriculum = configuration.CreateCurriculum();
        var steps = Sample(configuration.Steps);
        Chart[] charts =
        [
            Of("learning rate (decoder)", s => configuration.LearningRate * configuration.RateFactor(s)),
            Of("share of frames that read the true previous mask", s => TruthShare(configuration, curriculum, s)),
            Of("frame step within clips (0: the source chooses)", s => curriculum.At(s).FrameStep),
            Of("frames of a clip", s => configuration.StageOf(s).Frames),
            Of("clips a step", s => configuration.BatchOf(configuration.StageOf(s))),
            Of("pixels of a frame", s => (double)configuration.StageOf(s).Height * configuration.StageOf(s).Width),
            Of("least area in the loss, pixels", s => curriculum.At(s).LeastArea),
            Of("recurrence (1 spatial, 2 temporal, 3 both)", s => curriculum.At(s).Recurrence switch { Recurrence.Spatial => 1, Recurrence.Temporal => 2, _ => 3 }),
        ];
        var svg = new StringBuilder();
        var title = string.Create(CultureInfo.InvariantCulture, $"{configuration.Name}: {configuration.Steps} steps, {curriculum.Epochs} epochs of the curriculum");
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Chart.Width}\" height=\"{charts.Length * Chart.Height + 40}\" font-family=\"sans-serif\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"12\" y=\"24\" font-size=\"15\" font-weight=\"bold\">{Markup.Escape(title)}</text>\n");
        for (var i = 0; i < charts.Length; i++) svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(0,{i * Chart.Height + 36})\">\n{charts[i].Group()}</g>\n");
        return svg.Append("</svg>\n").ToString();

        Chart Of(string name, Func<long, double> value) => new(name, [new Curve("", steps.Select(s => ((double)s, value(s))).ToArray())]);
    }

    private static double TruthShare(TrainingConfiguration configuration, Curriculum curriculum, long step) => configuration.StageOf(step) is var stage && !configuration.OneShot ? 0 : stage.PreviousMask switch
    {
        PreviousMask.GroundTruth => 1,
        PreviousMask.Inferred => 0,
        PreviousMask.AsServed => stage.Frames > 1 ? 1.0 / (stage.Frames - 1) : 1,
        _ => curriculum.At(step).TruthShare,
    };

    // Every point and its neighbour, so that jumps are drawn as jumps.
    private static long[] Sample(long steps) =>
        Enumerable.Range(0, 401).SelectMany(i => new[] { i * steps / 400 - 1, i * steps / 400 }).Where(s => s >= 0 && s < steps).Distinct().Order().ToArray();
}
