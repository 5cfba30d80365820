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

    /// <summary>The runtime that libtorch uses, or null where it is another one than GNU's.</summary>
    internal static OpenMp? Find()
    {
        if (RuntimeOf(LoadedFiles()) is not { } file || !NativeLibrary.TryLoad(file, out var library)) return null;
        return NativeLibrary.TryGetExport(library, "GOMP_parallel", out _) ? new OpenMp(library) : null;
    }

    /// <summary>GNU's runtime among the libraries of a process: the one beside libtorch, which brings its own, or the only one.</summary>
    internal static string? RuntimeOf(IEnumerable<string> files)
    {
        var loaded = files.Distinct().ToArray();
        var runtimes = loaded.Where(f => Path.GetFileName(f).StartsWith("libgomp", StringComparison.Ordinal)).ToArray();
        var folder = loaded.Where(f => Path.GetFileName(f).StartsWith("libtorch_cpu.so", StringComparison.Ordinal)).Select(Path.GetDirectoryName).FirstOrDefault();
        return runtimes.FirstOrDefault(f => Path.GetDirectoryName(f) == folder) ?? (runtimes.Length == 1 ? runtimes[0] : null);
    }

    private static IEnumerable<string> LoadedFiles()
    {
        const string Maps = "/proc/self/maps";
        if (!File.Exists(Maps)) return [];
        return File.ReadLines(Maps).Where(l => l.Contains('/', StringComparison.Ordinal)).Select(l => l[l.IndexOf('/', StringComparison.Ordinal)..]);
    }
}
