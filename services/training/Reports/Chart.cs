using System.Globalization;
using System.Text;

namespace Rvos.Training.Reports;

/// <summary>A line chart as SVG.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Curves">Lines; all share the axes.</param>
public sealed record Chart(string Title, IReadOnlyList<Curve> Curves)
{
    /// <summary>Size in pixels.</summary>
    public const int Width = 720, Height = 170;

    private const int Left = 64, Right = 16, Top = 26, Bottom = 24;

    private static readonly string[] Colours = ["#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#0598bc"];

    /// <summary>The chart alone, as an SVG element.</summary>
    public string Svg() => string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" font-family=\"sans-serif\">\n{Group()}</svg>\n");

    /// <summary>The chart's shapes, for a group of an SVG element.</summary>
    public string Group()
    {
        var shown = Curves.Select(c => c with { Points = c.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToArray() }).Where(c => c.Points.Count > 0).ToArray();
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"16\" font-size=\"13\">{Markup.Escape(Title)}</text>\n");
        if (shown.Length == 0) return svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"60\" font-size=\"12\" fill=\"#888\">nothing yet</text>\n").ToString();
        var all = shown.SelectMany(c => c.Points).ToArray();
        var (x0, x1, y0, y1) = (all.Min(p => p.X), all.Max(p => p.X), Math.Min(0, all.Min(p => p.Y)), all.Max(p => p.Y));
        if (x1 <= x0) x1 = x0 + 1;
        if (y1 <= y0) y1 = y0 + 1;
        for (var i = 0; i <= 2; i++)
        {
            var value = y0 + (y1 - y0) * i / 2;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):F1}\" y2=\"{Y(value):F1}\" stroke=\"#ddd\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(value) + 4:F1}\" font-size=\"11\" text-anchor=\"end\" fill=\"#555\">{value:G4}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Height - 6}\" font-size=\"11\" fill=\"#555\">{x0:G6}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right}\" y=\"{Height - 6}\" font-size=\"11\" text-anchor=\"end\" fill=\"#555\">{x1:G6}</text>\n");
        for (var i = 0; i < shown.Length; i++)
        {
            var points = string.Join(' ', shown[i].Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X):F1},{Y(p.Y):F1}")));
            // A line of one point would not be seen.
            if (shown[i].Points is [var only])
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(only.X):F1}\" cy=\"{Y(only.Y):F1}\" r=\"3\" fill=\"{Colours[i % Colours.Length]}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colours[i % Colours.Length]}\" stroke-width=\"1.6\"/>\n");
            if (shown[i].Name.Length > 0) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right - 90 * (shown.Length - i - 1)}\" y=\"16\" font-size=\"12\" text-anchor=\"end\" fill=\"{Colours[i % Colours.Length]}\">{Markup.Escape(shown[i].Name)}</text>\n");
        }

        return svg.ToString();

        double X(double x) => Left + (x - x0) / (x1 - x0) * (Width - Left - Right);

        double Y(double y) => Height - Bottom - (y - y0) / (y1 - y0) * (Height - Top - Bottom);
    }
}
