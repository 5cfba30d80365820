using System.Collections.Concurrent;
using Rvos.Cli.Submit.Client;
using Rvos.Cli.Submit.Files;
using Rvos.Cli.Submit.Journal;
using Rvos.Cli.Submit.Results;
using Rvos.Cli.Terminal;

namespace Rvos.Cli.Submit;

/// <summary>Runs a batch: some files at once, each for itself, so that one that fails holds up no other.</summary>
internal sealed class BatchRunner(SubmitRequest request, TimeProvider time, TextReader input, TextWriter output, TextWriter error)
{
    /// <summary>Runs it, and says what has become of it.</summary>
    /// <returns>The program's exit code.</returns>
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        try
        {
            var summary = new BatchSummary(request, await RunFilesAsync(cancellation), time.GetElapsedTime(started));
            summary.Write(output);
            return summary.IsGood ? ExitCode.Done : ExitCode.Failed;
        }
        catch (ApiException e) when (e.IsAboutTheKey)
        {
            await error.WriteLineAsync($"rvos: {request.Server.GetLeftPart(UriPartial.Authority)}: {e.Message} (key from --key or RVOS_API_KEY)");
            return ExitCode.BadInput;
        }
    }

    /// <summary>Runs it; what has become of each file, in order.</summary>
    /// <exception cref="ArgumentException">The request makes no sense.</exception>
    /// <exception cref="ApiException">The server refuses the key.</exception>
    internal async Task<IReadOnlyList<FileOutcome>> RunFilesAsync(CancellationToken cancellation)
    {
        request.Validated();
        var files = InputFiles.Expand(request.Inputs, input);
        if (request.Output is { } folder && files.FirstOrDefault(f => new OutputFolder(Path.Combine(folder, f.Name)).IsForeign) is { } foreign)
            throw new ArgumentException($"{Path.Combine(folder, foreign.Name)}: holds other things than results; name another folder with -o");
        var template = new JobTemplate(request);
        using var journal = SubmitJournal.Open(request.Journal, request.Server, time);
        using var api = new ApiClient(request.Server, request.Key, request.Retry, time);
        using var refused = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, refused.Token);
        var progress = new BatchProgress(files.Count, error, ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected, time);
        var run = new FileRun(request, template, journal, api, progress);
        var outcomes = new ConcurrentDictionary<SubmitFile, FileOutcome>();
        ApiException? refusal = null;
        try
        {
            await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = request.Parallel }, async (file, stop) =>
            {
                // Also stopped by a failure of this machine's, such as a full disk under the journal.
                using var all = CancellationTokenSource.CreateLinkedTokenSource(either.Token, stop);
                var outcome = await OutcomeAsync(run, file, Refuse, all.Token);
                outcomes[file] = outcome;
                progress.Done(outcome);
            });
        }
        finally
        {
            progress.Finish();
        }

        return refusal is null ? [.. files.Select(f => outcomes[f])] : throw refusal;

        void Refuse(ApiException error)
        {
            if (Interlocked.CompareExchange(ref refusal, error, null) is null) refused.Cancel();
        }
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
