namespace Rvos.Video.Prompts;

/// <summary>A box that was taken as the object's mask as it is.</summary>
/// <param name="Label">Label of the object.</param>
/// <param name="Reason">Why no mask was found in it.</param>
public sealed record FilledBox(byte Label, string Reason);
