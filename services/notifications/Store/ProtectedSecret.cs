namespace Rvos.Notifications.Store;

/// <summary>A secret as it is stored: encrypted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Protected">The encrypted text.</param>
/// <param name="CreatedAt">When it was made, milliseconds since 1970.</param>
internal sealed record ProtectedSecret(string Id, string Protected, long CreatedAt);
