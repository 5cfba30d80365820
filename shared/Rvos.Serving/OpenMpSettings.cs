using System.Globalization;
using System.Runtime.InteropServices;

namespace Rvos.Serving;

/// <summary>Settings of the OpenMP runtime below oneDNN and libtorch, which it reads once, when its library is loaded.</summary>
internal static partial class OpenMpSettings
{
    /// <summary>Sets what the environment does not: the threads of an operation, and that threads without work sleep. By default they spin for a while, which several
    /// services on the same cores pay for with each other's time.</summary>
    /// <param name="threads">At least 1.</param>
    internal static void Apply(int threads)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;
        // The runtime's own copy of the environment does not reach native libraries.
        _ = SetVariable("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture), overwrite: 0);
        _ = SetVariable("OMP_WAIT_POLICY", "passive", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
