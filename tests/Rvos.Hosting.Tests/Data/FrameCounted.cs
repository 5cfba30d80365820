namespace Rvos.Hosting.Tests.Data;

/// <summary>A message.</summary>
public sealed record FrameCounted(int Number);
