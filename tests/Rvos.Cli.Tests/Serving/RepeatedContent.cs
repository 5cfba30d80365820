using System.Net;
using System.Text;

namespace Rvos.Cli.Tests.Serving;

/// <summary>A body that repeats a text until it has a length; it takes no memory.</summary>
/// <param name="head">What comes first.</param>
/// <param name="repeated">What is repeated.</param>
/// <param name="tail">What comes last.</param>
/// <param name="length">Most bytes of the whole: it has nearly as many.</param>
internal sealed class RepeatedContent(string head, string repeated, string tail, int length) : HttpContent
{
    private readonly byte[] _block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(repeated, 32_768)));

    private int Blocks => (length - head.Length - tail.Length) / _block.Length;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        for (var i = 0; i < Blocks; i++) await stream.WriteAsync(_block);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(tail));
    }

    protected override bool TryComputeLength(out long bytes)
    {
        bytes = head.Length + (long)Blocks * _block.Length + tail.Length;
        return true;
    }
}
