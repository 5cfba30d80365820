using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Rvos.OpenCv;

/// <summary>OpenCV's native library: loaded with the first use, on one thread.</summary>
public static class OpenCvLibrary
{
    private const string Name = "OpenCvSharpExtern";
    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads the library, once; to be called before anything else of OpenCV.</summary>
    /// <exception cref="OpenCvMissingException">It, or a library that it needs, is not there.</exception>
    public static void Need() => _ = Loaded.Value;

    /// <summary>What is missing, of the loader's message, which goes on with everything that was tried.</summary>
    internal static string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var line = Array.Find(lines, l => l.Contains("cannot open shared object file", StringComparison.Ordinal) && !l.Contains(Name, StringComparison.Ordinal))
            ?? Array.Find(lines, l => l.Contains("not found", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? Name;
        return line.TrimEnd('.');
    }

    private static bool Load()
    {
        try
        {
            NativeLibrary.Load(Name, typeof(Cv2).Assembly, null);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new OpenCvMissingException(Reason(error.Message), error);
        }

        // Requests come on many threads already; and sums over parts would depend on their number.
        Cv2.SetNumThreads(1);
        return true;
    }
}
