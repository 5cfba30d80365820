using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Rvos.Hosting.Outbound;
using Rvos.Notifications.Signing;
using Rvos.Notifications.Store;

namespace Rvos.Notifications.Delivery;

/// <summary>Sends one message once, signed with the endpoint's valid secrets.</summary>
internal sealed class DeliverySender(IHttpClientFactory clients, OutboundGuard guard, SecretStore secrets, TimeProvider time)
{
    internal const string Client = "webhooks";

    internal async Task<AttemptResult> SendAsync(ClaimedDelivery delivery, CancellationToken cancellation)
    {
        try
        {
            var keys = await secrets.ValidAsync(delivery.EndpointId, cancellation);
            using var request = Request(guard.Parse(delivery.Url), delivery, keys);
            using var client = clients.CreateClient(Client);
            // The status decides; the body is nothing to us.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return Judge(response, time.GetUtcNow());
        }
        catch (OutboundRefusedException e)
        {
            return new AttemptResult { Error = e.Message, Hopeless = e.Reason is OutboundRefusal.Malformed or OutboundRefusal.Scheme or OutboundRefusal.UserInfo or OutboundRefusal.Port or OutboundRefusal.HostName };
        }
        catch (CryptographicException)
        {
            return new AttemptResult { Error = "the endpoint's secret cannot be decrypted any more; rotate it and replay" };
        }
        catch (HttpRequestException e)
        {
            return new AttemptResult { Error = $"no answer ({e.HttpRequestError}): {Short(e.Message)}" };
        }
    }

    private static AttemptResult Judge(HttpResponseMessage response, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var error = status switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => $"the receiver answered {status}, a redirect; redirects are not followed, register the final URL",
            AttemptResult.Gone => "the receiver answered 410 Gone",
            _ => $"the receiver answered {status}",
        };
        return new AttemptResult { Status = status, Error = error, RetryAfter = error is null ? null : Wait(response.Headers.RetryAfter, now) };
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static string Short(string message) => message.Length <= 300 ? message : message[..300];

    private HttpRequestMessage Request(Uri url, ClaimedDelivery delivery, IReadOnlyList<WebhookSecret> keys)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Payload);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, delivery.Id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Sign(keys, delivery.Id, timestamp, body));
        return request;
    }
}
