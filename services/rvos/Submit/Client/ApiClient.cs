using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rvos.Cli.Submit.Client;

/// <summary>Requests to one server, with the key, time limits and retries. Redirects are not followed: the key goes nowhere else.</summary>
internal sealed class ApiClient : IDisposable
{
    internal static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);
    private const long MaximumJsonBytes = 16 << 20;
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(15), ConnectionLife = TimeSpan.FromMinutes(5);
    private readonly HttpClient http;
    private readonly RetryOptions retry;
    private readonly Random random;

    internal ApiClient(Uri server, string? key, RetryOptions retry, TimeProvider time)
    {
        Time = time;
        this.retry = retry;
        random = new Random(retry.Seed);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = ConnectTime, PooledConnectionLifetime = ConnectionLife })
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("rvos", typeof(ApiClient).Assembly.GetName().Version?.ToString(3)));
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The API's JSON: snake case; what a newer server adds is passed over.</summary>
    internal static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal TimeProvider Time { get; }

    internal Uri Server => http.BaseAddress!;

    internal Patience NewPatience(Action<string> tell) => new(retry, Time, random, tell);

    internal IdleTimeout NewIdle(TimeSpan limit, CancellationToken cancellation) => new(limit, Time, cancellation);

    /// <summary>One try; the answer's headers are there, its body is not.</summary>
    /// <exception cref="ApiException">The answer is no success.</exception>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, IdleTimeout idle)
    {
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, idle.Token);
            idle.Touch();
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await ApiException.FromAsync(response, Time, idle.Token);
        }
        catch (OperationCanceledException) when (idle.HasExpired)
        {
            throw idle.Error;
        }
        catch (HttpRequestException e) when (Trouble.OursIn(e) is { } ours)
        {
            throw ours;
        }
    }

    /// <summary>Tries until it succeeds, is refused, or patience is over.</summary>
    internal async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> attempt, Action<string> tell, CancellationToken cancellation)
    {
        var patience = NewPatience(tell);
        while (true)
        {
            try
            {
                return await attempt(cancellation);
            }
            catch (Exception e) when (Trouble.IsPassing(e) && !cancellation.IsCancellationRequested)
            {
                await patience.WaitAsync(e, cancellation);
            }
        }
    }

    /// <summary>A request whose answer is JSON, with retries.</summary>
    internal Task<T> JsonAsync<T>(Func<HttpRequestMessage> make, Action<string> tell, CancellationToken cancellation) => RetryAsync(async token =>
    {
        using var idle = NewIdle(AnswerTime, token);
        using var request = make();
        using var response = await SendAsync(request, idle);
        await using var body = new IdleStream(await response.Content.ReadAsStreamAsync(idle.Token), idle);
        using var bytes = new MemoryStream();
        await CopyBoundedAsync(body, bytes, request, token);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new SubmitException($"{request.Method} {request.RequestUri}: the answer is not that of an RVOS server ({e.Message})", e);
        }
    }, tell, cancellation);

    public void Dispose() => http.Dispose();

    private static async Task CopyBoundedAsync(Stream from, MemoryStream to, HttpRequestMessage request, CancellationToken cancellation)
    {
        var buffer = new byte[16 << 10];
        for (int count; (count = await from.ReadAsync(buffer, cancellation)) > 0; to.Write(buffer, 0, count))
            if (to.Length + count > MaximumJsonBytes) throw new SubmitException($"{request.Method} {request.RequestUri}: the answer has more than {MaximumJsonBytes} bytes");
    }
}
