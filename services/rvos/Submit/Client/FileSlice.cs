using System.Net;

namespace Rvos.Cli.Submit.Client;

/// <summary>A part of a file as the body of a request.</summary>
internal sealed class FileSlice : HttpContent
{
    private const int BufferBytes = 128 << 10;
    private readonly string path;
    private readonly long offset, length;
    private readonly Action<long> sent;

    /// <param name="path">The file.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="sent">Told how many bytes of the slice have been handed to the connection.</param>
    internal FileSlice(string path, long offset, long length, Action<long> sent)
    {
        (this.path, this.offset, this.length, this.sent) = (path, offset, length, sent);
        Headers.ContentLength = length;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var file = Open();
        var buffer = new byte[BufferBytes];
        for (var done = 0L; done < length;)
        {
            var count = await ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - done)), offset + done, cancellationToken);
            if (count == 0) throw new SubmitException($"{path}: became shorter while it was sent");
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            sent(done += count);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = this.length;
        return true;
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle Open()
    {
        try
        {
            return File.OpenHandle(path, options: FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SubmitException($"{path}: {e.Message}", e);
        }
    }

    // Not to be taken for a connection that broke.
    private async Task<int> ReadAsync(Microsoft.Win32.SafeHandles.SafeFileHandle file, Memory<byte> buffer, long at, CancellationToken cancellation)
    {
        try
        {
            return await RandomAccess.ReadAsync(file, buffer, at, cancellation);
        }
        catch (IOException e)
        {
            throw new SubmitException($"{path}: {e.Message}", e);
        }
    }
}
