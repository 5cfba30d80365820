namespace Rvos.Cli.Submit.Client;

/// <summary>How an upload stands at the server.</summary>
/// <param name="Offset">Bytes that it has.</param>
/// <param name="Length">Bytes in all, where it says so.</param>
/// <param name="Video">The video that it became.</param>
internal sealed record TusState(long Offset, long? Length, string? Video)
{
    /// <summary>Reads the headers of an answer.</summary>
    /// <exception cref="SubmitException">It is none of the protocol's.</exception>
    internal static TusState Of(HttpResponseMessage response) =>
        new(Count(response, "Upload-Offset") ?? throw new SubmitException($"{response.RequestMessage?.RequestUri}: the answer has no Upload-Offset: this is no tus server"),
            Count(response, "Upload-Length"),
            response.Headers.TryGetValues("X-Rvos-Video", out var video) ? video.FirstOrDefault() : null);

    private static long? Count(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && long.TryParse(values.FirstOrDefault(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : null;
}
