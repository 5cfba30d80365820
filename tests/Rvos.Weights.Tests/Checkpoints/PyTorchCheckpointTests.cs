using System.IO.Compression;
using System.Text;

namespace Rvos.Weights.Tests;

public sealed class PyTorchCheckpointTests
{
    [Theory]
    [InlineData("t_legacy.pt", CheckpointFormat.Legacy)]
    [InlineData("t_zip.pt", CheckpointFormat.Zip)]
    public void Load_TortureFile_GivesEveryTensor(string file, CheckpointFormat format)
    {
        var expected = TestFiles.Json("torture", "expected.json");

        var checkpoint = PyTorchCheckpoint.Load(TestFiles.PathOf("torture", file));

        Assert.Equal(format, checkpoint.Format);
        var root = Assert.IsType<PickleMapping>(checkpoint.Root);
        Assert.Equal(expected.EnumerateObject().Select(p => p.Name), root.Entries.Select(e => ((PickleString)e.Key).Value));
        foreach (var property in expected.EnumerateObject())
        {
            Assert.True(root.TryGetValue(property.Name, out var value));
            var tensor = Assert.IsType<PickleTensor>(value);
            Assert.Equal(property.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), tensor.Shape);
            Assert.Equal(property.Value.GetProperty("dtype").GetString(), "torch." + TorchName(tensor.DType));
            Assert.Equal(property.Value.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()), Doubles(tensor));
            Assert.Equal(property.Name == "param", tensor.IsParameter);
        }
    }

    [Theory]
    [InlineData("t_legacy.pt")]
    [InlineData("t_zip.pt")]
    public void Load_EveryCutOfAFile_IsRefused(string file)
    {
        var bytes = TestFiles.Read("torture", file);

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Throws<WeightsFormatException>(() => Checkpoints.Load(bytes[..length])));
    }

    [Fact]
    public void Load_FlippedBitInAStorageOfAZip_IsRefused()
    {
        var bytes = TestFiles.Read("torture", "t_zip.pt");
        var at = bytes.AsSpan().IndexOf(new byte[] { 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40 });
        bytes[at] ^= 1;

        Assert.Contains("checksum", Assert.Throws<WeightsFormatException>(() => Checkpoints.Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileThatIsNoCheckpoint_SaysSo()
    {
        Assert.Contains("no PyTorch checkpoint", Refusal(Encoding.ASCII.GetBytes("hello world")), StringComparison.Ordinal);
        Assert.Contains("magic number", Refusal([0x80, 2, (byte)'K', 1, (byte)'.']), StringComparison.Ordinal);
        Assert.Contains("too few", Refusal([0x80]), StringComparison.Ordinal);
        Assert.Contains("data.pkl", Refusal(Checkpoints.Zip(("x/data.txt", [1]))), StringComparison.Ordinal);
        Assert.Contains("big-endian", Refusal(Checkpoints.Zip(("x/data.pkl", [0x80, 2, (byte)'N', (byte)'.']), ("x/byteorder", Encoding.ASCII.GetBytes("biggie")))), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CompressedMember_IsRefused()
    {
        var bomb = Checkpoints.Zip(CompressionLevel.SmallestSize, ("x/data.pkl", new byte[1 << 20]));

        Assert.Contains("compressed", Refusal(bomb), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("K\0K\u0005\u0085K\u0001\u0085", "leaves its storage")]
    [InlineData("K\u0001K\u0004\u0085K\u0001\u0085", "leaves its storage")]
    [InlineData("K\0K\u0002\u0085J\u00ff\u00ff\u00ff\u00ff\u0085", "leaves its storage")]
    [InlineData("J\u00ff\u00ff\u00ff\u00ffK\u0002\u0085K\u0001\u0085", "leaves its storage")]
    [InlineData("K\0K\u0002K\u0002\u0086K\u0001\u0085", "leaves its storage")]
    [InlineData("K\0J\u00ff\u00ff\u00ff\u007f\u0085K\0\u0085", "leaves its storage")]
    [InlineData("K\0\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u0085\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u0085", "leaves its storage")]
    [InlineData("K\0\u008a\u0009\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u0085K\u0001\u0085", "size or stride")]
    [InlineData("K\0N\u0085K\u0001\u0085", "size or stride")]
    [InlineData("K\0J\0\0\0\u0010\u0085K\0\u0085", "out of proportion")]
    public void Load_TensorBeyondItsStorage_IsRefused(string offsetSizeStride, string message)
    {
        var pickle = Checkpoints.TensorPickle(offsetSizeStride, "K\u0004");
        var file = Checkpoints.Zip(("x/data.pkl", pickle), ("x/data/0", new byte[16]));

        Assert.Contains(message, Refusal(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("K\u0005", "16 bytes in 'x/data/0', 20 expected")]
    [InlineData("J\u00ff\u00ff\u00ff\u00ff", "not a tensor storage")]
    [InlineData("J\u00ff\u00ff\u00ff\u007f", "2 GiB")]
    [InlineData("J\u00ff\u00ff\u00ff\u001f", "out of proportion")]
    public void Load_StorageOfAnotherSize_IsRefused(string count, string message)
    {
        var file = Checkpoints.Zip(("x/data.pkl", Checkpoints.TensorPickle("K\0K\u0004\u0085K\u0001\u0085", count)), ("x/data/0", new byte[16]));

        Assert.Contains(message, Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ExpandedTensor_RepeatsItsElement()
    {
        var file = Checkpoints.Zip(("x/data.pkl", Checkpoints.TensorPickle("K\u0001K\u0002K\u0003\u0086K\0K\u0001\u0086", "K\u0004")), ("x/data/0", [0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64]));

        var tensor = Assert.IsType<PickleTensor>(Checkpoints.Load(file).Root);

        Assert.Equal([1f, 2f, 3f, 1f, 2f, 3f], tensor.ToTensorData("x").ToSingleArray());
    }

    [Fact]
    public void Load_MutatedLegacyFiles_ThrowNothingButTheirOwnException()
    {
        var refused = Fuzz.Run(3, [TestFiles.Read("torture", "t_legacy.pt")], Checkpoints.LoadAndMaterialise);

        Assert.InRange(refused, Fuzz.Inputs / 10, Fuzz.Inputs - 1);
    }

    [Fact]
    public void Load_MutatedZipFiles_ThrowNothingButTheirOwnException()
    {
        var refused = Fuzz.Run(4, [TestFiles.Read("torture", "t_zip.pt")], Checkpoints.LoadAndMaterialise);

        Assert.InRange(refused, Fuzz.Inputs / 10, Fuzz.Inputs - 1);
    }

    [Fact]
    public void Load_SoundZipFilesWithMutatedPickles_ThrowNothingButTheirOwnException()
    {
        // A sound archive around the damage, so that checksums do not hide the unpickler.
        var members = Checkpoints.Members(TestFiles.Read("torture", "t_zip.pt"));
        var others = members.Where(m => !m.Name.EndsWith("/data.pkl", StringComparison.Ordinal)).ToArray();

        var refused = Fuzz.Run(5, [members.Single(m => m.Name == "t_zip/data.pkl").Bytes], pickle =>
            Checkpoints.LoadAndMaterialise(Checkpoints.Zip([("t_zip/data.pkl", pickle), .. others])));

        Assert.InRange(refused, Fuzz.Inputs / 10, Fuzz.Inputs - 1);
    }

    private static string Refusal(byte[] bytes) => Assert.Throws<WeightsFormatException>(() => Checkpoints.Load(bytes)).Message;

    private static string TorchName(TensorDType dtype) => dtype switch
    {
        TensorDType.F32 => "float32",
        TensorDType.F16 => "float16",
        TensorDType.BF16 => "bfloat16",
        TensorDType.F64 => "float64",
        TensorDType.I64 => "int64",
        TensorDType.U8 => "uint8",
        TensorDType.Bool => "bool",
        _ => dtype.ToString(),
    };

    private static IEnumerable<double> Doubles(PickleTensor tensor) => tensor.DType == TensorDType.F64
        ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(tensor.ToContiguous().Span).ToArray()
        : tensor.ToTensorData("x").ToSingleArray().Select(v => (double)v);
}
