using System.Globalization;
using System.Text.Json;
using Rvos.Cli.Submit.Client;
using Spectre.Console;

namespace Rvos.Cli.Submit;

/// <summary>What has become of a batch: a table, or JSON.</summary>
internal sealed class BatchSummary(SubmitRequest request, IReadOnlyList<FileOutcome> outcomes, TimeSpan elapsed)
{
    private const int PipedWidth = 240;
    private static readonly JsonSerializerOptions Json = new(ApiClient.Json) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never };

    internal bool IsGood => outcomes.All(o => o.IsGood);

    internal void Write(TextWriter output)
    {
        if (request.PrintsJson) WriteJson(output);
        else WriteTable(output);
    }

    private void WriteJson(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(new
    {
        Server = request.Server.GetLeftPart(UriPartial.Authority),
        Seconds = Math.Round(elapsed.TotalSeconds, 3),
        Counts = Counts().ToDictionary(c => c.State, c => c.Count),
        Files = outcomes.Select(o => new { File = o.File.Path, o.File.Name, o.State, o.Job, o.Video, o.Frames, Error = o.Reason, o.Warnings, o.Output, Earlier = o.IsEarlier }),
    }, Json));

    private void WriteTable(TextWriter output)
    {
        // A pipe has no width: a name must not be broken in two there.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PipedWidth;
        var table = new Table().RoundedBorder().AddColumns("file", "state", "job").AddColumn(new TableColumn("frames").RightAligned()).AddColumn("note");
        foreach (var outcome in outcomes)
        {
            var note = outcome.Reason ?? (outcome.Warnings.Count > 0 ? string.Join(' ', outcome.Warnings) : outcome.Output) ?? (outcome.IsEarlier ? "from before" : "");
            table.AddRow(new[] { outcome.File.Name, outcome.State, outcome.Job ?? "", outcome.Frames?.ToString(CultureInfo.InvariantCulture) ?? "", note }.Select(Markup.Escape).ToArray());
        }

        AnsiConsole.Write(table);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count} files in {elapsed.TotalSeconds:F1} s: {string.Join(", ", Counts().Select(c => $"{c.Count} {c.State}"))}"));
        if (outcomes.Any(o => o.State is FileOutcome.Stopped or FileOutcome.Error)) output.WriteLine($"The same command goes on from here (journal: {request.Journal}).");
        if (outcomes.Any(o => o.State is JobState.Failed or JobState.Cancelled)) output.WriteLine("With --retry the same command makes new jobs for failed and cancelled ones.");
    }

    private IEnumerable<(string State, int Count)> Counts() => outcomes.GroupBy(o => o.State).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()));
}
