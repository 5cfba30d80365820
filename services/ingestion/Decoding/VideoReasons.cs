namespace Rvos.Ingestion.Decoding;

/// <summary>What ffmpeg's troubles mean to people who do not see this machine.</summary>
internal static class VideoReasons
{
    /// <summary>Takes the path in quotes, with which messages about files begin, from a message.</summary>
    internal static string WithoutPath(string message)
    {
        if (!message.StartsWith('\'')) return message.TrimEnd('.');
        var end = message.IndexOf("': ", StringComparison.Ordinal);
        return (end < 0 ? message : message[(end + 3)..]).TrimEnd('.');
    }
}
