using System.Globalization;
using System.Text;
using Rvos.Training.Curricula;
using Rvos.Training.Runs;

namespace Rvos.Training.Reports;

/// <summary>A run as one HTML file that needs no other: curves, pictures, plan and configuration.</summary>
public static class RunReport
{
    /// <summary>Writes the report of what the run's folder holds.</summary>
    public static void Write(RunFolder files, TrainingConfiguration configuration)
    {
        var (log, scores) = (CsvLog.Read(files.Log), CsvLog.Read(files.Validation));
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Markup.Escape(configuration.Name)}</title>\n");
        html.Append("<style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}img{max-width:100%}pre{background:#f6f8fa;padding:1rem;overflow:auto}td,th{padding:.2rem .8rem;text-align:right}</style></head><body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Markup.Escape(configuration.Name)}</h1>\n");
        Summary(html, log, scores, configuration);
        html.Append("<h2>Curves</h2>\n");
        foreach (var chart in Charts(log, scores)) html.Append(chart.Svg());
        Pictures(html, files);
        html.Append("<h2>Plan</h2>\n").Append(SchedulePlot.Svg(configuration));
        html.Append("<h2>Configuration</h2>\n<pre>").Append(Markup.Escape(ConfigurationFile.Write(configuration))).Append("</pre>\n</body></html>\n");
        var temporary = files.Report + ".new";
        File.WriteAllText(temporary, html.ToString());
        File.Move(temporary, files.Report, overwrite: true);
    }

    private static void Summary(StringBuilder html, IReadOnlyList<double[]> log, IReadOnlyList<double[]> scores, TrainingConfiguration configuration)
    {
        html.Append(CultureInfo.InvariantCulture, $"<p>{(log.Count > 0 ? log[^1][0] : 0):F0} of {configuration.Steps} steps; seed {configuration.Seed}; {configuration.Device}.");
        if (scores.Count > 0)
        {
            var best = scores.MaxBy(s => s[3])!;
            html.Append(CultureInfo.InvariantCulture, $" Held-out clips: J&amp;F {scores[^1][3]:F3} now (J {scores[^1][1]:F3}, F {scores[^1][2]:F3}), {best[3]:F3} at best, after step {best[0]:F0}.");
        }

        html.Append("</p>\n");
    }

    private static IEnumerable<Chart> Charts(IReadOnlyList<double[]> log, IReadOnlyList<double[]> scores)
    {
        yield return new Chart("loss of a frame (training clips)", [Column(log, 1, "")]);
        yield return new Chart("overlap J of predicted masks (training clips)", [Column(log, 2, "")]);
        yield return new Chart("held-out clips, averaged weights", [Column(scores, 1, "J"), Column(scores, 2, "F"), Column(scores, 3, "J&F")]);
        yield return new Chart("norm of the gradients before clipping", [Column(log, 3, "")]);
        yield return new Chart("learning rate, share of its height", [Column(log, 4, "")]);
        yield return new Chart("seconds a step", [Column(log, 5, "")]);
    }

    private static Curve Column(IReadOnlyList<double[]> rows, int column, string name) => new(name, rows.Where(r => r.Length > column).Select(r => (r[0], r[column])).ToArray());

    private static void Pictures(StringBuilder html, RunFolder files)
    {
        if (!Directory.Exists(files.Strips)) return;
        html.Append("<h2>Held-out clips</h2>\n<p>Truth above, prediction below; the first mask is given to one-shot networks.</p>\n");
        foreach (var picture in Directory.EnumerateFiles(files.Strips, "*.jpg").Order(StringComparer.Ordinal))
            html.Append(CultureInfo.InvariantCulture, $"<p><img alt=\"{Markup.Escape(Path.GetFileNameWithoutExtension(picture))}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(File.ReadAllBytes(picture))}\"></p>\n");
    }
}
