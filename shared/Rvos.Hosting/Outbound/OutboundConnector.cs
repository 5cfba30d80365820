using System.Net;
using System.Net.Sockets;

namespace Rvos.Hosting.Outbound;

/// <summary>
/// Opens connections to vetted addresses only. The name is resolved once, here, and the socket goes to an address out of
/// that very answer: between check and use there is no second look-up that could answer otherwise (DNS rebinding). TLS still
/// validates the certificate against the name in the URL.
/// </summary>
internal sealed class OutboundConnector(OutboundGuard guard)
{
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var target = context.InitialRequestMessage.RequestUri ?? throw new OutboundRefusedException(OutboundRefusal.Malformed, "the request has no URL");
        var addresses = await guard.VetAsync(target, cancellation);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }
}
