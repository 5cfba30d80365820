namespace Rvos.Ingestion.Videos;

/// <summary>A row of <c>videos</c>. Times are milliseconds.</summary>
internal sealed record VideoRow
{
    internal const string Columns = """
        id as Id, tenant as Tenant, name as Name, state as State, length as Length, sha256 as Sha256, width as Width, height as Height, frames as Frames,
        duration_ms as DurationMs, created_at as CreatedAt
        """;

    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    public long Length { get; init; }

    public string Sha256 { get; init; } = "";

    public long Width { get; init; }

    public long Height { get; init; }

    public long? Frames { get; init; }

    public long? DurationMs { get; init; }

    public required long CreatedAt { get; init; }

    internal static VideoRow Of(Video video) => new()
    {
        Id = video.Id,
        Tenant = video.Tenant,
        Name = video.Name,
        State = VideoState.Ready,
        Length = video.Length,
        Sha256 = video.Sha256,
        Width = video.Width,
        Height = video.Height,
        Frames = video.Frames,
        DurationMs = video.Duration is { } duration ? (long)duration.TotalMilliseconds : null,
        CreatedAt = video.CreatedAt.ToUnixTimeMilliseconds(),
    };

    internal Video ToVideo() => new()
    {
        Id = Id,
        Tenant = Tenant,
        Name = Name,
        Length = Length,
        Sha256 = Sha256,
        Width = (int)Width,
        Height = (int)Height,
        Frames = Frames,
        Duration = DurationMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
    };
}
