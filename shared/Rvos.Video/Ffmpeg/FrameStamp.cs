namespace Rvos.Video.Ffmpeg;

/// <summary>What ffmpeg's showinfo filter says of a frame before its pixels arrive on the other pipe.</summary>
/// <param name="Pts">Presentation timestamp in ticks of <paramref name="TimeBase"/>; null when the file has none.</param>
/// <param name="TimeBase">Length of a tick in seconds.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
internal readonly record struct FrameStamp(long? Pts, Rational TimeBase, int Width, int Height);
