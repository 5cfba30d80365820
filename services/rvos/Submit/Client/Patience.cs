namespace Rvos.Cli.Submit.Client;

/// <summary>
/// Waits between tries of one thing, longer each time, and gives up when trouble has lasted too long. Anything that gets on
/// (<see cref="GotOn"/>) begins it anew.
/// </summary>
internal sealed class Patience(RetryOptions options, TimeProvider time, Random random, Action<string> tell)
{
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);
    private long? since;
    private int tries;

    internal void GotOn() => (since, tries) = (null, 0);

    /// <summary>Waits after a failure.</summary>
    /// <exception cref="SubmitException">Trouble has lasted too long.</exception>
    internal async Task WaitAsync(Exception error, CancellationToken cancellation)
    {
        var isAsked = Trouble.IsAskedToWait(error);
        since ??= time.GetTimestamp();
        var limit = isAsked ? options.PatienceWhenAsked : options.Patience;
        var wait = WaitFor(error);
        if (time.GetElapsedTime(since.Value) + wait > limit) throw new SubmitException($"given up after {tries + 1} tries: {Trouble.Describe(error)}", error);
        tries++;
        tell($"{Trouble.Describe(error)}; trying again in {wait.TotalSeconds:0.#} s");
        await Task.Delay(wait, time, cancellation);
    }

    private TimeSpan WaitFor(Exception error)
    {
        double jitter;
        lock (random) jitter = 0.75 + 0.5 * random.NextDouble();
        var own = Math.Min(options.Longest.TotalSeconds, options.First.TotalSeconds * Math.Pow(2, Math.Min(tries, 30))) * jitter;
        // Never earlier than the server wants; a little later, so that not all files come at once.
        if (error is not ApiException { RetryAfter: { } asked }) return TimeSpan.FromSeconds(own);
        var seconds = Math.Clamp(asked.TotalSeconds, 0, LongestAsked.TotalSeconds);
        return TimeSpan.FromSeconds(seconds + Math.Min(own, 0.25 * seconds));
    }
}
