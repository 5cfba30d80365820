using System.Security.Cryptography;
using System.Text.Json;
using Rvos.Testing;
using Rvos.Video.Masks;
using Rvos.Video.Png;

namespace Rvos.Video.Tests.Png;

public sealed class PngReaderTests
{
    public static TheoryData<int, int, bool> Kinds()
    {
        var kinds = new TheoryData<int, int, bool>();
        foreach (var interlaced in new[] { false, true })
        {
            foreach (var bits in new[] { 1, 2, 4, 8, 16 }) kinds.Add(0, bits, interlaced);
            foreach (var bits in new[] { 1, 2, 4, 8 }) kinds.Add(3, bits, interlaced);
            foreach (var colour in new[] { 2, 4, 6 })
                foreach (var bits in new[] { 8, 16 }) kinds.Add(colour, bits, interlaced);
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_EveryKindAndFilter_GivesTheSamples(int colour, int bits, bool interlaced)
    {
        foreach (var (width, height) in new[] { (1, 1), (3, 2), (8, 8), (13, 11), (33, 5) })
        {
            var random = new Random(colour * 100 + bits);
            var samples = new ushort[width * height * (colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 })];
            for (var i = 0; i < samples.Length; i++) samples[i] = (ushort)random.Next(1 << bits);
            var palette = colour == 3 ? Enumerable.Range(0, 3 << bits).Select(i => (byte)(i * 7)).ToArray() : null;

            var image = PngReader.Read(TestPng.Build(width, height, bits, colour, interlaced, samples, palette));

            Assert.Equal((width, height, bits, (PngColour)colour), (image.Width, image.Height, image.Bits, image.Colour));
            Assert.Equal(samples, image.Samples);
            Assert.Equal(palette ?? [], image.Palette);
        }
    }

    [Fact]
    public void Read_AnyByteOfAChunkChanged_ReportsTheChecksum()
    {
        var png = TestPng.Build(5, 4, 8, 0, false, new ushort[20]);
        png[20] ^= 1;
        Assert.Contains("checksum of chunk IHDR", Assert.Throws<PngFormatException>(() => PngReader.Read(png)).Message);
    }

    [Fact]
    public void Read_EveryShorterFile_IsRefused()
    {
        var png = TestPng.Build(5, 4, 8, 2, false, new ushort[60]);
        for (var length = 0; length < png.Length; length++) Assert.Throws<PngFormatException>(() => PngReader.Read(png.AsSpan(0, length)));
    }

    [Fact]
    public void Read_GiganticSize_IsRefusedBeforeMemoryIsTaken()
    {
        var png = TestPng.File(60_000, 60_000, 8, 0, 0, TestPng.Compress(new byte[10]));
        Assert.Contains("limit", Assert.Throws<PngFormatException>(() => PngReader.Read(png, long.MaxValue)).Message);
        var few = TestPng.File(7_000, 7_000, 16, 6, 0, TestPng.Compress(new byte[10]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<PngFormatException>(() => PngReader.Read(few));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Read_IndexOutsideThePalette_IsKeptAndBlack()
    {
        var png = TestPng.Build(3, 1, 8, 3, false, [1, 2, 255], [0, 0, 0, 9, 8, 7]);
        var image = PngReader.Read(png);
        Assert.Equal([1, 2, 255], image.Samples);
        Assert.Equal([9, 8, 7, 0, 0, 0, 0, 0, 0], image.ToRgb());
        Assert.Equal([1, 2, 0], LabelMaskReader.Read(png, MaskValues.Labels).Labels);
    }

    [Fact]
    public void Read_ZlibAsksForADictionary_IsRefused() =>
        Assert.Throws<PngFormatException>(() => PngReader.Read(TestPng.File(1, 1, 8, 0, 0, [0x78, 0xBB, 1, 2, 3, 4, 5, 6])));

    [Fact]
    public void Read_TooFewRows_IsRefused() =>
        Assert.Contains("incomplete", Assert.Throws<PngFormatException>(() => PngReader.Read(TestPng.File(4, 4, 8, 0, 0, TestPng.Compress(new byte[15])))).Message);

    [Fact]
    public void Read_FileOnDisk_NamesItInErrors()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mask.png");
        File.WriteAllText(path, "no picture");
        Assert.StartsWith(path, Assert.Throws<PngFormatException>(() => PngReader.Read(path)).Message);
    }

    [Fact]
    public void ToRgba_GreyWithAlpha_SpreadsGreyAndKeepsAlpha()
    {
        var image = PngReader.Read(TestPng.Build(1, 1, 16, 4, false, [0x1234, 0xFF00]));
        Assert.Equal([0x12, 0x12, 0x12, 0xFF], image.ToRgba());
    }

    [Fact]
    public void Read_Davis2016Annotations_HaveTheKnownChecksums()
    {
        Assert.SkipUnless(SharedData.IsThere, "no shared data beside the repository");
        var sequences = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("metrics-golden", "davis", "gt_checksums.json"))).RootElement.GetProperty("sequences");
        foreach (var folder in Directory.GetDirectories(SharedData.PathOf("data", "davis2016_val10_480p", "Annotations", "480p")))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal)) hash.AppendData(LabelMaskReader.Read(file, MaskValues.Binary).Labels);
            Assert.Equal(sequences.GetProperty(Path.GetFileName(folder)).GetProperty("sha256").GetString(), Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
    }
}
