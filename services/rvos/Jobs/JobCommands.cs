using System.Globalization;
using System.Net;
using System.Text.Json;
using Rvos.Cli.Submit;
using Rvos.Cli.Submit.Client;
using Rvos.Cli.Terminal;
using Rvos.Contracts.Http;
using Spectre.Console;

namespace Rvos.Cli.Jobs;

/// <summary>What <c>rvos jobs</c> does.</summary>
internal sealed class JobCommands((Uri Url, string? Key) server, bool printsJson, TextWriter output, TextWriter error, TimeProvider time)
{
    private const int PageSize = 100, MaximumLimit = 100_000, PipedWidth = 200;
    private static readonly JsonSerializerOptions Readable = new(ApiClient.Json) { WriteIndented = true };

    // A person waits: trouble that lasts is told soon.
    private static readonly RetryOptions Retry = new() { Patience = TimeSpan.FromSeconds(15), PatienceWhenAsked = TimeSpan.FromMinutes(2) };

    internal Task<int> ListAsync(string? state, IReadOnlyDictionary<string, string> labels, int limit, CancellationToken cancellation)
    {
        if (limit is < 1 or > MaximumLimit) throw new ArgumentException($"--limit {limit}: 1 to {MaximumLimit}");
        return WithServerAsync(async jobs =>
        {
            var found = new List<JobResponse>();
            string? cursor = null;
            do
            {
                var page = await jobs.ListAsync(state, labels, Math.Min(PageSize, limit - found.Count), cursor, Tell, cancellation);
                found.AddRange(page.Items);
                cursor = page.Next;
            }
            while (cursor is not null && found.Count < limit);
            if (printsJson) output.WriteLine(JsonSerializer.Serialize(found, Readable));
            else WriteTable(found);
            return ExitCode.Done;
        });
    }

    internal Task<int> ShowAsync(string id, CancellationToken cancellation) => WithServerAsync(async jobs =>
    {
        var job = await jobs.GetAsync(id, Tell, cancellation);
        if (printsJson)
        {
            output.WriteLine(JsonSerializer.Serialize(job, Readable));
            return ExitCode.Done;
        }

        output.WriteLine($"{job.Id}: {job.State}, {job.Mode} with {job.Model}, video {job.Video}, revision {job.Revision}");
        output.WriteLine($"frames:   {Frames(job)} with masks, {job.Progress.FramesDecoded} decoded");
        output.WriteLine($"created:  {Time(job.CreatedAt)}, started {Time(job.StartedAt)}, finished {Time(job.FinishedAt)}");
        if (job.Labels.Count > 0) output.WriteLine($"labels:   {string.Join(", ", job.Labels.Select(l => $"{l.Key}={l.Value}"))}");
        if (job.Error is not null) output.WriteLine($"error:    {job.Error}");
        if (job.Lost is not null) output.WriteLine($"lost:     {job.Lost}");
        return ExitCode.Done;
    });

    internal Task<int> CancelAsync(IReadOnlyList<string> ids, CancellationToken cancellation) => WithServerAsync(async jobs =>
    {
        var code = ExitCode.Done;
        foreach (var id in ids)
        {
            try
            {
                output.WriteLine($"{id}: {(await jobs.CancelAsync(id, Tell, cancellation) is { } state ? $"{state} already" : "cancelled")}");
            }
            catch (ApiException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
            {
                error.WriteLine($"rvos: {id}: {e.Message}");
                code = ExitCode.Failed;
            }
        }

        return code;
    });

    private async Task<int> WithServerAsync(Func<JobsClient, Task<int>> act)
    {
        using var api = new ApiClient(server.Url, server.Key, Retry, time);
        try
        {
            return await act(new JobsClient(api));
        }
        catch (Exception e) when (e is ApiException or SubmitException or HttpRequestException)
        {
            error.WriteLine($"rvos: {server.Url.GetLeftPart(UriPartial.Authority)}: {e.Message}");
            return e is ApiException { Status: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } ? ExitCode.BadInput : ExitCode.Failed;
        }
    }

    private static void WriteTable(List<JobResponse> jobs)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PipedWidth;
        var table = new Table().RoundedBorder().AddColumns("job", "state", "mode").AddColumn(new TableColumn("frames").RightAligned()).AddColumns("created", "labels");
        foreach (var job in jobs)
        {
            var labels = string.Join(", ", job.Labels.Where(l => l.Key != JobKey.Label).Select(l => $"{l.Key}={l.Value}"));
            table.AddRow(new[] { job.Id, job.State, job.Mode, Frames(job), Time(job.CreatedAt), labels }.Select(Markup.Escape).ToArray());
        }

        AnsiConsole.Write(table);
    }

    private void Tell(string text) => error.WriteLine(text);

    private static string Frames(JobResponse job) => $"{job.Progress.FramesSegmented}{(job.Progress.Frames is { } all ? $" of {all}" : "")}";

    private static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
