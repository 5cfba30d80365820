using Rvos.Video.Decoding;

namespace Rvos.Ingestion.Videos;

/// <summary>What was seen of a video's file.</summary>
/// <param name="Info">What the container declares.</param>
/// <param name="Frames">Frames that the file holds, counted without decoding; null when they could not be counted.</param>
/// <param name="Preview">JPEG of the first frame.</param>
internal sealed record VideoInspection(VideoInfo Info, long? Frames, byte[] Preview);
