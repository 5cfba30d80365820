namespace Rvos.Cli.Submit.Client;

/// <summary>A file to upload.</summary>
internal sealed record UploadTask
{
    internal required string Path { get; init; }

    internal required long Length { get; init; }

    /// <summary>Path of an upload of the same bytes that was begun earlier; null for none.</summary>
    internal string? Begun { get; init; }

    /// <summary>Told of the path of a new upload, before any byte is sent.</summary>
    internal required Action<string> Created { get; init; }

    /// <summary>Told how many bytes have been sent.</summary>
    internal required Action<long> Sent { get; init; }

    /// <summary>Told of trouble.</summary>
    internal required Action<string> Tell { get; init; }
}
