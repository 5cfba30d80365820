using System.Runtime.InteropServices;

namespace Rvos.Fused;

/// <summary>Entry points of the OpenMP runtime (GNU's) that libtorch has loaded.</summary>
internal sealed unsafe class OpenMp
{
    private OpenMp(nint library)
    {
        Parallel = (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<void*, void>, void*, uint, uint, void>)NativeLibrary.GetExport(library, "GOMP_parallel");
        ThreadNumber = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "omp_get_thread_num");
        ThreadCount = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "omp_get_num_threads");
    }

    /// <summary>Runs a function on a team: function, its argument, number of threads, flags.</summary>
    internal delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<void*, void>, void*, uint, uint, void> Parallel { get; }

    /// <summary>Number of the calling thread in its team.</summary>
    internal delegate* unmanaged[Cdecl]<int> ThreadNumber { get; }

    /// <summary>Threads of the calling thread's team.</summary>
    internal delegate* unmanaged[Cdecl]<int> ThreadCount { get; }

    /// <summary>The runtime of this process, or null where there is none or another one than GNU's.</summary>
    internal static OpenMp? Find()
    {
        if (LoadedFile("libgomp") is not { } file || !NativeLibrary.TryLoad(file, out var library)) return null;
        return NativeLibrary.TryGetExport(library, "GOMP_parallel", out _) ? new OpenMp(library) : null;
    }

    /// <summary>The file of a library that this process has loaded; packages give it a name of their own.</summary>
    private static string? LoadedFile(string prefix)
    {
        const string Maps = "/proc/self/maps";
        if (!File.Exists(Maps)) return null;
        foreach (var line in File.ReadLines(Maps))
        {
            var start = line.IndexOf('/', StringComparison.Ordinal);
            if (start >= 0 && Path.GetFileName(line[start..]).StartsWith(prefix, StringComparison.Ordinal)) return line[start..];
        }

        return null;
    }
}
