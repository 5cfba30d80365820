using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;

namespace Rvos.Weights.Tests;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void Write_AnyOrderOfInput_GivesTheSameAlignedBytes()
    {
        TensorData[] tensors =
        [
            SafetensorsSamples.Tensor("flag", TensorDType.Bool, 3),
            SafetensorsSamples.Tensor("b", TensorDType.F32, 2, 2),
            SafetensorsSamples.Tensor("a", TensorDType.F32),
            SafetensorsSamples.Tensor("wide", TensorDType.I64, 1),
            SafetensorsSamples.Tensor("empty", TensorDType.BF16, 0, 7),
        ];
        var first = new Dictionary<string, string> { ["x"] = "1", ["a"] = "2" };
        var second = new Dictionary<string, string> { ["a"] = "2", ["x"] = "1" };

        var bytes = SafetensorsSamples.Write(tensors, first);

        Assert.Equal(bytes, SafetensorsSamples.Write(tensors.Reverse(), second));
        Assert.Equal(0L, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        using var reader = SafetensorsReader.Parse(bytes);
        Assert.Equal(["wide", "a", "b", "empty", "flag"], reader.Entries.Select(e => e.Name));
    }

    [Fact]
    public void Write_ToPath_ReplacesTheFileAndLeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["w.safetensors"], "old");

        SafetensorsWriter.Write(folder["w.safetensors"], [SafetensorsSamples.Tensor("a", TensorDType.F32, 3)]);

        Assert.Equal(["w.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        using var reader = SafetensorsReader.Open(folder["w.safetensors"]);
        Assert.Equal(SafetensorsSamples.Tensor("a", TensorDType.F32, 3).Bytes.ToArray(), reader.GetBytes("a").ToArray());
    }

    [Fact]
    public void Write_FailingHalfWay_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["w.safetensors"], "old");
        var tensor = SafetensorsSamples.Tensor("a", TensorDType.F32, 3);

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder["w.safetensors"], [tensor, tensor]));

        Assert.Equal("old", File.ReadAllText(folder["w.safetensors"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_TensorThatCannotBeRead_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsSamples.Write([SafetensorsSamples.Tensor("__metadata__", TensorDType.U8, 1)]));
        Assert.Throws<ArgumentException>(() => SafetensorsSamples.Write([SafetensorsSamples.Tensor("\ud800", TensorDType.U8, 1)]));
        Assert.Throws<ArgumentException>(() => SafetensorsSamples.Write([new TensorData(new TensorEntry("a", TensorDType.F32, [2]), new byte[7])]));
        Assert.Throws<ArgumentException>(() => SafetensorsSamples.Write([new TensorData(new TensorEntry("a", TensorDType.F32, [-1, -1]), new byte[4])]));
    }

    [Fact]
    public void Write_AnyTensorsAndMetadata_AreReadBackUnchanged()
    {
        var text = Gen.Elements("a", "Z", "0", ".", "_", "\"", "\\", "\n", "é", "日", "😀", "\u2028", "\0", "/").ListOf().Select(string.Concat);
        var shape = Gen.Choose(0, 4).Select(size => (long)size).ListOf(3).Select(sizes => sizes.Skip(1).ToArray());
        var tensor =
            from name in text
            from dtype in Gen.Elements(Enum.GetValues<TensorDType>())
            from sizes in shape
            select SafetensorsSamples.Tensor(name, dtype, sizes);
        var files =
            from tensors in tensor.ListOf()
            from pairs in Gen.Zip(text, text).ListOf()
            select (Tensors: tensors.DistinctBy(t => t.Entry.Name).ToArray(), Metadata: pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2));

        var property = Prop.ForAll(files.ToArbitrary(), file =>
        {
            using var reader = SafetensorsReader.Parse(SafetensorsSamples.Write(file.Tensors, file.Metadata));
            return reader.Entries.Count == file.Tensors.Length
                && file.Tensors.All(t => reader.TryGetEntry(t.Entry.Name, out var entry) && entry == t.Entry && reader.GetBytes(t.Entry.Name).SequenceEqual(t.Bytes.Span))
                && reader.Metadata.Count == file.Metadata.Count
                && file.Metadata.All(pair => reader.Metadata[pair.Key] == pair.Value);
        });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20190607, 31), property);
    }
}
