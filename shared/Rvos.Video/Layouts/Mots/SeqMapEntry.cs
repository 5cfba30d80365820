namespace Rvos.Video.Layouts.Mots;

/// <summary>A sequence of a seqmap.</summary>
/// <param name="Name">Its name; a number has four digits.</param>
/// <param name="FrameCount">Number of frames.</param>
public sealed record SeqMapEntry(string Name, int FrameCount);
