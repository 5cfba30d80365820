namespace Rvos.Video.Prompts;

/// <summary>An object that is shown by a box around it.</summary>
/// <param name="Label">Its label, 1 to 254.</param>
/// <param name="Box">The box, within the frame.</param>
public sealed record ObjectBox(byte Label, BoxPrompt Box);
