using System.Text;

namespace Rvos.Weights.Tests;

public sealed class SafetensorsReaderTests
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""";

    [Fact]
    public void Parse_FileOfTheSpecification_GivesEntriesMetadataAndValues()
    {
        var json = """{"__metadata__":{"format":"pt"},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}   """;
        byte[] data = [0, 0, 128, 63, 0, 0, 0, 192, 7, 8, 9];
        byte[] file = SafetensorsSamples.Raw(json, data.Length);
        data.CopyTo(file, file.Length - data.Length);

        using var reader = SafetensorsReader.Parse(file);

        Assert.Equal([new TensorEntry("a", TensorDType.F32, [2, 1]), new TensorEntry("b", TensorDType.U8, [3])], reader.Entries);
        Assert.Equal("pt", Assert.Single(reader.Metadata).Value);
        Assert.Equal([1f, -2f], reader.ToSingleArray("a"));
        Assert.Equal([7, 8, 9], reader.GetBytes("b").ToArray());
        var part = new byte[2];
        reader.CopyTo("b", part, 1);
        Assert.Equal([8, 9], part);
        Assert.False(reader.TryGetEntry("c", out _));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "tensors end at data byte 8 of 9")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "outside the 7 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "does not fill its 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "after a hole")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "inside another tensor")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"\u0061":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[4],"data_offsets":[0,4]}}""", 4, "unknown element type Q4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", 4, "whole numbers >= 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4.5],"data_offsets":[0,4]}}""", 4, "whole numbers >= 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4, "outside the 4 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}""", 4, "outside the 4 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "does not fill its 0 bytes")]
    [InlineData("""{"a":{"dtype":"F64","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", 8, "does not fill its 8 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,9223372036854775808]}}""", 4, "whole numbers >= 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4]}}""", 4, "lacks dtype")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":1}}""", 4, "unknown field 'x'")]
    [InlineData("""{"a":[]}""", 0, "is not an object")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "is not a string")]
    [InlineData("""{"__metadata__":{"k":"\ud800"}}""", 0, "not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "not valid JSON")]
    [InlineData("""{"__metadata__":[]}""", 0, "is not an object")]
    [InlineData(""" {}""", 0, "does not start with '{'")]
    [InlineData("""{"a":""", 0, "not valid JSON")]
    [InlineData("""{"a":[[[[[[]]]]]]}""", 0, "not valid JSON")]
    public void Parse_MalformedHeader_SaysWhatIsWrong(string header, int dataBytes, string message)
    {
        var exception = Assert.Throws<WeightsFormatException>(() => SafetensorsReader.Parse(SafetensorsSamples.Raw(header, dataBytes), "x.safetensors"));

        Assert.StartsWith("x.safetensors: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "at most")]
    [InlineData(long.MaxValue, "at most")]
    [InlineData((16 << 20) + 1, "at most")]
    [InlineData(4096, "in a file of")]
    [InlineData(0, "does not start")]
    public void Parse_HeaderLengthBeyondBounds_IsRefused(long length, string message)
    {
        var exception = Assert.Throws<WeightsFormatException>(() => SafetensorsReader.Parse(SafetensorsSamples.Raw(Good, 9, length)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EveryCutOfAFile_IsRefused()
    {
        var file = SafetensorsSamples.Raw(Good, 9);

        Assert.All(Enumerable.Range(0, file.Length), length => Assert.Throws<WeightsFormatException>(() => SafetensorsReader.Parse(file.AsMemory(0, length))));
        Assert.Equal(2, SafetensorsReader.Parse(file).Entries.Count);
    }

    [Fact]
    public void Parse_HeaderThatIsNotUtf8_IsRefused()
    {
        var file = SafetensorsSamples.Raw(Good, 9);
        file[10] = 0xff;

        Assert.Throws<WeightsFormatException>(() => SafetensorsReader.Parse(file));
    }

    [Fact]
    public void Open_EmptyFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["empty"], []);

        Assert.Throws<WeightsFormatException>(() => SafetensorsReader.Open(folder["empty"]));
        Assert.Throws<FileNotFoundException>(() => SafetensorsReader.Open(folder["absent"]));
    }

    [Fact]
    public void GetBytes_AfterDispose_Throws()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], SafetensorsSamples.Raw(Good, 9));
        var reader = SafetensorsReader.Open(folder["a"]);
        Assert.Equal(8, reader.GetBytes("a").Length);
        Assert.Throws<WeightsFormatException>(() => reader.GetBytes("z").Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.CopyTo("a", new byte[8], 1));

        reader.Dispose();

        Assert.Throws<ObjectDisposedException>(() => reader.GetBytes("a").Length);
    }

    [Fact]
    public void Parse_MutatedFiles_ThrowNothingButTheirOwnException()
    {
        byte[][] originals =
        [
            SafetensorsSamples.Raw(Good, 9),
            SafetensorsSamples.Write([SafetensorsSamples.Tensor("a", TensorDType.F16, 2, 3), SafetensorsSamples.Tensor("é\"\n", TensorDType.Bool, 0, 4)], new Dictionary<string, string> { ["k"] = "v\u2028" }),
            Encoding.UTF8.GetBytes("        {}"),
        ];

        var refused = Fuzz.Run(1, originals, bytes =>
        {
            using var reader = SafetensorsReader.Parse(bytes);
            foreach (var entry in reader.Entries) reader.ToSingleArray(entry.Name);
        });

        Assert.InRange(refused, Fuzz.Inputs / 2, Fuzz.Inputs - 1);
    }
}
