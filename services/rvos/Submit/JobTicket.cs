namespace Rvos.Cli.Submit;

/// <summary>A file's job.</summary>
/// <param name="Key">What makes it one and the same.</param>
/// <param name="Job">Its id.</param>
/// <param name="Video">Its video, where known.</param>
/// <param name="IsEarlier">It was there before.</param>
internal sealed record JobTicket(string Key, string Job, string? Video, bool IsEarlier);
