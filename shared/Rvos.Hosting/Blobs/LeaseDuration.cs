namespace Rvos.Hosting.Blobs;

/// <summary>The range that Azure's leases have, kept by every store.</summary>
internal static class LeaseDuration
{
    public static void Check(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.FromSeconds(15));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, TimeSpan.FromSeconds(60));
    }
}
