namespace Rvos.Ingestion.Videos;

/// <summary>A video was not taken from its URL, and nothing of it is kept. The message is a sentence fit for the user.</summary>
/// <param name="title">What it is in a few words.</param>
/// <param name="message">What is wrong.</param>
/// <param name="mayHelpLater">True when the same URL may do at another time.</param>
/// <param name="inner">What caused it.</param>
internal sealed class VideoFetchException(string title, string message, bool mayHelpLater, Exception? inner = null) : Exception(message, inner)
{
    internal string Title => title;

    internal bool MayHelpLater => mayHelpLater;
}
