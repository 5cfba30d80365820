namespace Rvos.Ingestion.Uploads;

/// <summary>A piece of an upload in the blob store.</summary>
/// <param name="Blob">Its blob, which no other part ever has: a writer that lost its lease can spoil nothing.</param>
/// <param name="Length">Bytes.</param>
internal sealed record UploadPart(string Blob, long Length);
