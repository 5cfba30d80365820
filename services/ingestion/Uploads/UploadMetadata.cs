using System.Text;
using Rvos.Ingestion.Videos;

namespace Rvos.Ingestion.Uploads;

/// <summary>The header <c>Upload-Metadata</c>: pairs of a key and a Base64 value, between commas.</summary>
internal static class UploadMetadata
{
    internal const int MaximumLength = 4096;

    /// <summary>The pairs; null and a sentence that says what is wrong otherwise.</summary>
    internal static IReadOnlyDictionary<string, string>? TryParse(string header, out string error)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        error = $"{Tus.MetadataHeader} has {header.Length} characters, more than {MaximumLength}.";
        if (header.Length > MaximumLength) return null;
        // HEAD tells it as it came, and header fields are ASCII.
        error = $"{Tus.MetadataHeader} has a character beyond ASCII: values are Base64.";
        if (header.Any(c => c is > '~')) return null;
        foreach (var pair in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (pair.Length == 0 && header.Trim().Length == 0) break;
            var words = pair.Split(' ');
            error = $"{Tus.MetadataHeader}: a pair is not a key, a space and a Base64 value.";
            if (words.Length > 2 || words[0].Length == 0 || words[0].Any(c => c is <= ' ' or > '~')) return null;
            var value = new byte[pair.Length];
            if (!Convert.TryFromBase64String(words.Length == 2 ? words[1] : "", value, out var count)) return null;
            error = $"{Tus.MetadataHeader}: the key '{words[0]}' is there twice.";
            if (!pairs.TryAdd(words[0], Encoding.UTF8.GetString(value, 0, count))) return null;
        }

        error = "";
        return pairs;
    }

    /// <summary>What the video is to be called.</summary>
    internal static string NameOf(string header) =>
        VideoName.Of(TryParse(header, out _) is { } pairs ? pairs.GetValueOrDefault("filename") ?? pairs.GetValueOrDefault("name") : null);
}
