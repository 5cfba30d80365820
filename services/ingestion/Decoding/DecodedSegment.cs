using Rvos.Hosting.Jobs;

namespace Rvos.Ingestion.Decoding;

/// <summary>Frames of a segment.</summary>
/// <param name="Number">The segment, from 0.</param>
/// <param name="Header">What they are.</param>
/// <param name="Rgb">Bytes (N,H,W,3) at the model's size.</param>
internal sealed record DecodedSegment(int Number, FramesHeader Header, byte[] Rgb);
