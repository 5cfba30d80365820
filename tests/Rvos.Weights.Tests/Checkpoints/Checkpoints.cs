using System.IO.Compression;
using System.Text;

namespace Rvos.Weights.Tests;

/// <summary>Makes, opens and walks checkpoints in memory.</summary>
internal static class Checkpoints
{
    public static PyTorchCheckpoint Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return PyTorchCheckpoint.Load(stream, "test.pt");
    }

    public static void LoadAndMaterialise(byte[] bytes) => Materialise(Load(bytes).Root);

    public static byte[] Zip(params (string Name, byte[] Bytes)[] members) => Zip(CompressionLevel.NoCompression, members);

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Bytes)[] members)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in members)
            {
                using var content = archive.CreateEntry(name, level).Open();
                content.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    public static (string Name, byte[] Bytes)[] Members(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using var content = entry.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return (entry.FullName, copy.ToArray());
        })];
    }

    /// <summary>A pickle of one float tensor on storage '0'; offset, size, stride and the storage's count as pickle code.</summary>
    public static byte[] TensorPickle(string offsetSizeStride, string count) => Encoding.Latin1.GetBytes(
        "\u0080\u0002" + "ctorch._utils\n_rebuild_tensor_v2\n((U\u0007storagectorch\nFloatStorage\nU\u0001\u0030U\u0003" + "cpu" + count + "tQ"
        + offsetSizeStride + "\u0089" + "ccollections\nOrderedDict\n)RtR.");

    private static void Materialise(PickleValue value)
    {
        if (value is PickleTensor tensor) tensor.ToContiguous();
        foreach (var child in value.Children) Materialise(child);
    }
}
