using System.Net;
using System.Net.Sockets;

namespace Rvos.Testing.Servers;

/// <summary>
/// A free port of 127.0.0.1 that no other lease of this machine has, also while its server is stopped. Ports lie below those
/// that the kernel gives to outgoing connections, so that nothing takes one between a stop and a start.
/// </summary>
public sealed class PortLease : IDisposable
{
    private const int First = 20_000, Count = 12_000;
    private readonly FileStream _lock;

    private PortLease(int port, FileStream held)
    {
        Port = port;
        _lock = held;
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Takes a port.</summary>
    /// <exception cref="InvalidOperationException">All are taken.</exception>
    public static PortLease Take()
    {
        var folder = Path.Combine(Path.GetTempPath(), "rvos-test-ports");
        Directory.CreateDirectory(folder);
        // Another process starts its search elsewhere: fewer collisions, and those there are cost one step.
        var start = Environment.ProcessId * 37 % Count;
        for (var i = 0; i < Count; i++)
        {
            var port = First + (start + i) % Count;
            var held = TryLock(Path.Combine(folder, $"{port}"));
            if (held is null) continue;
            if (IsFree(port)) return new PortLease(port, held);
            held.Dispose();
        }
        throw new InvalidOperationException($"no free port between {First} and {First + Count}");
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
