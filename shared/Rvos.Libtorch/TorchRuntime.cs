using TorchSharp;

namespace Rvos.Libtorch;

/// <summary>Loads libtorch.</summary>
public static class TorchRuntime
{
    private const string Library = "libLibTorchSharp.so";
    private static readonly Lazy<string?> Fault = new(TryLoad);

    /// <summary>Version of libtorch.</summary>
    public static string Version => torch.__version__;

    /// <summary>Loads libtorch and everything that it needs, once for the process. Without this call TorchSharp does so itself at the first tensor, but says less of what is
    /// missing, and takes all of the machine's processors where fewer are granted.</summary>
    /// <exception cref="DllNotFoundException">A library is missing; the message is one line that names it.</exception>
    public static void Load()
    {
        if (Fault.Value is { } fault) throw new DllNotFoundException(fault);
    }

    /// <summary>What is wrong with libraries below a folder, in one line that names the one that is missing; null when they were loaded.</summary>
    /// <param name="folder">Where libLibTorchSharp.so is; where it is not, the dynamic loader looks for it.</param>
    internal static string? TryLoad(string folder)
    {
        var file = Path.Combine(folder, Library);
        try
        {
            _ = System.Runtime.InteropServices.NativeLibrary.Load(File.Exists(file) ? file : Library);
            return null;
        }
        catch (DllNotFoundException error)
        {
            // The dynamic loader's own words come last, after advice on how to find them.
            var reason = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            return $"libtorch cannot be loaded: {reason}";
        }
    }

    private static string? TryLoad()
    {
        if (TryLoad(AppContext.BaseDirectory) is { } fault) return fault;
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"))) torch.set_num_threads(Environment.ProcessorCount);
        return null;
    }
}
