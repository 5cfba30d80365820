namespace Rvos.Contracts.Jobs;

/// <summary>A box in which an object is found: columns X0 up to, not including, X1; rows likewise.</summary>
/// <param name="Id">Id of the object.</param>
/// <param name="X0">First column.</param>
/// <param name="Y0">First row.</param>
/// <param name="X1">Column after the last.</param>
/// <param name="Y1">Row after the last.</param>
public sealed record JobBox(int Id, int X0, int Y0, int X1, int Y1);
