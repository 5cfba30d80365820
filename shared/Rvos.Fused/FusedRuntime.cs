namespace Rvos.Fused;

/// <summary>The native library's settings.</summary>
public static class FusedRuntime
{
    /// <summary>What the machine's convolutions can do.</summary>
    public static Capability Capability => (Capability)FusedNative.rf_capability();

    /// <summary>Threads that an operation uses.</summary>
    public static int Threads
    {
        get => FusedNative.rf_threads();
        set => FusedNative.rf_set_threads(value);
    }
}
