using System.Net.Sockets;
using System.Text;

namespace Rvos.Ingestion.Tests.Support;

/// <summary>A TCP connection on which a test writes HTTP itself, to break it off where it wants.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly NetworkStream _stream;

    private RawConnection(Uri server)
    {
        _client.Connect(server.Host, server.Port);
        _stream = _client.GetStream();
    }

    /// <summary>Sends a request's head with a body's announced length; the body is the test's.</summary>
    internal static async Task<RawConnection> OpenAsync(Uri server, string method, string path, long length, params (string Name, string Value)[] headers)
    {
        var connection = new RawConnection(server);
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: {server.Authority}\r\nX-Rvos-Tenant: {IngestionHarness.Tenant}\r\nContent-Length: {length}\r\n");
        foreach (var (name, value) in headers) head.Append($"{name}: {value}\r\n");
        await connection.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"));
        return connection;
    }

    /// <summary>A tus PATCH whose body the server waits for, with the upload locked.</summary>
    internal static async Task<RawConnection> PatchAsync(Uri server, string path, long offset, long length, params (string Name, string Value)[] headers)
    {
        var connection = await OpenAsync(
            server, "PATCH", path, length, [("Tus-Resumable", "1.0.0"), ("Upload-Offset", $"{offset}"), ("Content-Type", TusClient.ContentType), ("Expect", "100-continue"), .. headers]);
        await connection.ContinuedAsync();
        return connection;
    }

    /// <summary>Waits until the server takes the body: it says so to a request with <c>Expect: 100-continue</c>.</summary>
    internal async Task ContinuedAsync()
    {
        var expected = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();
        var answer = new byte[expected.Length];
        await _stream.ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Encoding.ASCII.GetString(expected), Encoding.ASCII.GetString(answer));
    }

    internal async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>All that the server says until it closes the connection.</summary>
    internal async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(_stream, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Breaks the connection off: the other side sees a reset.</summary>
    internal void Cut()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();
}
