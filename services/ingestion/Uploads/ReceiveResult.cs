namespace Rvos.Ingestion.Uploads;

/// <summary>What became of the bytes of a request.</summary>
/// <param name="Row">The upload now.</param>
/// <param name="End">How the bytes ended.</param>
internal sealed record ReceiveResult(UploadRow Row, ReceiveEnd End);
