using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Rvos.Gateway.Client;

/// <summary>A file embedded in this assembly.</summary>
/// <param name="Content">All of it.</param>
/// <param name="Tag">Another for other content.</param>
internal sealed record EmbeddedFile(byte[] Content, EntityTagHeaderValue Tag)
{
    /// <summary>Names of all files in a folder.</summary>
    internal static IEnumerable<string> In(string folder) =>
        typeof(EmbeddedFile).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal));

    internal static EmbeddedFile Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new EmbeddedFile(content, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}\""));
    }
}
