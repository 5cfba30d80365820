namespace Rvos.Testing.Stages;

/// <summary>A frame's mask, to compare.</summary>
/// <param name="Png">Its bytes, as hexadecimal digits.</param>
/// <param name="Objects">What is said about the objects.</param>
public sealed record StageMask(string Png, string Objects);
