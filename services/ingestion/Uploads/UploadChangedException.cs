namespace Rvos.Ingestion.Uploads;

/// <summary>An upload is not as it was read: what was begun with it is taken back.</summary>
internal sealed class UploadChangedException() : Exception("the upload has changed");
