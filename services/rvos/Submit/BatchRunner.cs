using System.Collections.Concurrent;
using Rvos.Cli.Submit.Client;
using Rvos.Cli.Submit.Files;
using Rvos.Cli.Submit.Journal;
using Rvos.Cli.Submit.Results;
using Rvos.Cli.Terminal;

namespace Rvos.Cli.Submit;

/// <summary>Runs a batch: some files at once, each for itself, so that one that fails holds up no other.</summary>
internal sealed class BatchRunner(SubmitRequest request, TimeProvider time)
{
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        request.Validated();
        var files = InputFiles.Expand(request.Inputs, Console.In);
        if (request.Output is { } output && files.FirstOrDefault(f => new OutputFolder(Path.Combine(output, f.Name)).IsForeign) is { } foreign)
            throw new ArgumentException($"{Path.Combine(output, foreign.Name)}: holds other things than results; name another folder with -o");
        var template = new JobTemplate(request);
        var started = time.GetTimestamp();
        using var journal = SubmitJournal.Open(request.Journal, request.Server, time);
        using var api = new ApiClient(request.Server, request.Key, request.Retry, time);
        var progress = new BatchProgress(files.Count, Console.Error, !Console.IsErrorRedirected, time);
        using var refused = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, refused.Token);
        var run = new FileRun(request, template, journal, api, progress);
        var outcomes = new ConcurrentDictionary<SubmitFile, FileOutcome>();
        ApiException? refusal = null;
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = request.Parallel }, async (file, stop) =>
        {
            // Also stopped by a failure of this machine's, such as a full disk under the journal.
            using var all = CancellationTokenSource.CreateLinkedTokenSource(either.Token, stop);
            var outcome = await OutcomeAsync(run, file, Refuse, all.Token);
            outcomes[file] = outcome;
            progress.Done(outcome);
        });
        progress.Finish();

        void Refuse(ApiException error)
        {
            if (Interlocked.CompareExchange(ref refusal, error, null) is null) refused.Cancel();
        }

        if (refusal is not null)
        {
            await Console.Error.WriteLineAsync($"rvos: {request.Server.GetLeftPart(UriPartial.Authority)}: {refusal.Message} (key from --key or RVOS_API_KEY)");
            return ExitCode.BadInput;
        }

        var summary = new BatchSummary(request, [.. files.Select(f => outcomes[f])], time.GetElapsedTime(started));
        summary.Write(Console.Out);
        return summary.IsGood ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<FileOutcome> OutcomeAsync(FileRun run, SubmitFile file, Action<ApiException> refused, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return await run.RunAsync(file, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new FileOutcome { File = file, State = FileOutcome.Stopped };
        }
        catch (Exception e) when (e is SubmitException or ApiException or HttpRequestException)
        {
            // A key that is no good for this file is so for all.
            if (e is ApiException { IsAboutTheKey: true } api) refused(api);
            return new FileOutcome { File = file, State = FileOutcome.Error, Reason = e.Message };
        }
    }
}
