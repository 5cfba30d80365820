using System.Buffers.Binary;
using Rvos.Testing;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Video.Tests.Png;

public sealed class PngFuzzTests
{
    private const int Inputs = 10_000;

    private static readonly byte[][] Seeds =
    [
        PngWriter.Encode(new LabelMask(9, 7, Enumerable.Range(0, 63).Select(i => (byte)(i % 5)).ToArray())),
        TestPng.Build(11, 6, 1, 0, true, Enumerable.Range(0, 66).Select(i => (ushort)(i % 2)).ToArray()),
        TestPng.Build(5, 5, 16, 6, false, Enumerable.Range(0, 100).Select(i => (ushort)(i * 600)).ToArray()),
        TestPng.Build(6, 9, 4, 3, true, Enumerable.Range(0, 54).Select(i => (ushort)(i % 16)).ToArray(), new byte[48]),
    ];

    [Fact]
    public void Read_DamagedFiles_GiveAnImageOrPngFormatException()
    {
        var mutator = new Mutator(1);
        var refused = 0;
        for (var i = 0; i < Inputs; i++) refused += IsRefused(mutator.Mutate(Seeds[i % Seeds.Length])) ? 1 : 0;
        Assert.InRange(refused, Inputs / 2, Inputs);
    }

    [Fact]
    public void Read_DamagedContentsWithRightChecksums_GiveAnImageOrPngFormatException()
    {
        var mutator = new Mutator(2);
        var refused = 0;
        for (var i = 0; i < Inputs; i++) refused += IsRefused(WithinOneChunk(Seeds[i % Seeds.Length], mutator)) ? 1 : 0;
        Assert.InRange(refused, Inputs / 4, Inputs - 100);
    }

    private static bool IsRefused(byte[] png)
    {
        try
        {
            var image = PngReader.Read(png, 1_000_000);
            Assert.Equal(image.Width * image.Height * 3, image.ToRgb().Length);
            LabelMaskReader.Read(png, MaskValues.Auto, 1_000_000);
            return false;
        }
        catch (PngFormatException)
        {
            return true;
        }
    }

    private static byte[] WithinOneChunk(byte[] png, Mutator mutator)
    {
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = 8; at < png.Length; at += chunks[^1].Data.Length + 12)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add((System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
        }

        var target = mutator.Next(chunks.Count);
        chunks[target] = (chunks[target].Type, mutator.Mutate(chunks[target].Data));
        return [.. png.Take(8), .. chunks.SelectMany(c => TestPng.Chunk(c.Type, c.Data))];
    }
}
