using System.Net;
using System.Runtime.ExceptionServices;

namespace Rvos.Hosting.Outbound;

/// <summary>Checks each request's URL, bounds the answer in bytes and time, and brings a refusal of the connector to the caller as it is.</summary>
internal sealed class OutboundHandler(OutboundGuard guard, OutboundClientOptions options, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        guard.CheckUrl(request.RequestUri ?? throw new OutboundRefusedException(OutboundRefusal.Malformed, "the request has no URL"));
        // HTTP/3 would not go through the connector.
        (request.Version, request.VersionPolicy) = (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower);
        var deadline = new CancellationTokenSource(options.Timeout, time);
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
            var response = await base.SendAsync(request, both.Token);
            if (response.Content.Headers.ContentLength is { } length && length > options.MaximumResponseBytes)
            {
                response.Dispose();
                throw BoundedStream.TooLarge(options.MaximumResponseBytes);
            }

            response.Content = new BoundedContent(response.Content, options.MaximumResponseBytes, deadline);
            return response;
        }
        catch (HttpRequestException e) when (e.InnerException is OutboundRefusedException refused)
        {
            deadline.Dispose();
            ExceptionDispatchInfo.Throw(refused);
            throw;
        }
        // The deadline, or the handler's own limit for opening a connection.
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var late = deadline.IsCancellationRequested ? $"no answer within {options.Timeout.TotalSeconds:0.###} s" : $"no connection within {options.ConnectTimeout.TotalSeconds:0.###} s";
            deadline.Dispose();
            throw new OutboundRefusedException(OutboundRefusal.TooSlow, late, e);
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }
}
