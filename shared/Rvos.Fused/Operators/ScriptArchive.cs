using System.IO.Compression;

namespace Rvos.Fused.Operators;

/// <summary>Packs the text of a TorchScript class without parameters into the archive that libtorch loads.</summary>
internal static class ScriptArchive
{
    /// <summary>The archive's bytes.</summary>
    /// <param name="name">The class's name.</param>
    /// <param name="text">The class, as TorchScript serialises it.</param>
    internal static byte[] Pack(string name, string text)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("version", "3\n"u8);
            Add("data.pkl", Instance(name));
            // An empty tuple.
            Add("constants.pkl", [0x80, 2, (byte)')', (byte)'.']);
            Add("code/__torch__.py", System.Text.Encoding.UTF8.GetBytes(text));

            void Add(string path, ReadOnlySpan<byte> content)
            {
                using var entry = archive.CreateEntry("archive/" + path, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    // Pickle, protocol 2: an object of the class __torch__.NAME, made of the state {"training": False}.
    private static byte[] Instance(string name) =>
    [
        0x80, 2,
        .. "c__torch__\n"u8, .. System.Text.Encoding.ASCII.GetBytes(name), .. "\n)"u8, 0x81,
        .. "}X\b\0\0\0training"u8, 0x89, .. "sb."u8,
    ];
}
