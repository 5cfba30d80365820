using System.Text.Json;
using Rvos.Cli.Submit.Client;
using Rvos.Contracts.Http;

namespace Rvos.Cli.Submit.Results;

/// <summary>Fetches a job's results into a folder: masks, annotations, the overlay, and the job itself.</summary>
internal sealed class ResultsDownloader(ApiClient api)
{
    private const string Archive = "masks.zip";
    private static readonly JsonSerializerOptions Readable = new(ApiClient.Json) { WriteIndented = true };

    // An overlay or an archive may be made while it is asked for.
    private static readonly TimeSpan FirstByteTime = TimeSpan.FromMinutes(10);

    /// <summary>Fetches all of it.</summary>
    /// <exception cref="SubmitException">What came is damaged, cannot be written, or trouble has lasted too long.</exception>
    /// <exception cref="ApiException">The server refuses.</exception>
    internal async Task SaveAsync(JobResponse job, OutputFolder folder, Action<string> tell, CancellationToken cancellation)
    {
        try
        {
            folder.Begin();
            await FetchAsync(job.Links.Annotations, Path.Combine(folder.Staging, OutputFolder.Annotations), tell, cancellation);
            if (job.Links.Overlay is { } overlay) await FetchAsync(overlay, Path.Combine(folder.Staging, OutputFolder.Overlay), tell, cancellation);
            await SaveMasksAsync(job, folder, tell, cancellation);
            await File.WriteAllBytesAsync(Path.Combine(folder.Staging, OutputFolder.Job), JsonSerializer.SerializeToUtf8Bytes(job, Readable), cancellation);
            folder.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            folder.Abandon();
            throw new SubmitException($"{folder.Path}: {e.Message}", e);
        }
        catch
        {
            folder.Abandon();
            throw;
        }
    }

    private async Task SaveMasksAsync(JobResponse job, OutputFolder folder, Action<string> tell, CancellationToken cancellation)
    {
        var archive = Path.Combine(folder.Staging, Archive);
        await FetchAsync(job.Links.MasksZip, archive, tell, cancellation);
        var masks = Path.Combine(folder.Staging, OutputFolder.Masks);
        Directory.CreateDirectory(masks);
        await using (var stream = File.OpenRead(archive)) await SafeZip.ExtractAsync(stream, masks, $"{OutputFolder.Masks}/", cancellation);
        File.Delete(archive);
    }

    private Task<long> FetchAsync(string link, string path, Action<string> tell, CancellationToken cancellation) => api.RetryAsync(async token =>
    {
        using var idle = api.NewIdle(FirstByteTime, token);
        // Only the path of a link: the key goes to the server that the user named.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Server, link).PathAndQuery);
        using var response = await api.SendAsync(request, idle);
        idle.Allow(ApiClient.AnswerTime);
        await using var body = new IdleStream(await response.Content.ReadAsStreamAsync(idle.Token), idle);
        await using var file = Create(path);
        var buffer = new byte[128 << 10];
        for (int count; (count = await body.ReadAsync(buffer, token)) > 0;) Write(file, buffer.AsSpan(0, count));
        return file.Length;
    }, tell, cancellation);

    // A full disk is not to be taken for a connection that broke.
    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (IOException e)
        {
            throw new SubmitException(e.Message, e);
        }
    }

    private static void Write(FileStream file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(bytes);
        }
        catch (IOException e)
        {
            throw new SubmitException($"{file.Name}: {e.Message}", e);
        }
    }
}
