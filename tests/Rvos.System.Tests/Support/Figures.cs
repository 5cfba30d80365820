using System.Globalization;
using Rvos.Testing.Cluster;

namespace Rvos.SystemTests.Support;

/// <summary>Figures that services tell at /metrics, and that the kernel tells of them.</summary>
internal static class Figures
{
    private static readonly HttpClient Http = new();

    /// <summary>Sum of a figure over its labels.</summary>
    internal static async Task<double> FigureAsync(this ServiceProcess service, string name)
    {
        var text = await Http.GetStringAsync(new Uri($"{service.Url}/metrics"));
        return text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[Math.Max(line.LastIndexOf('}') + 1, name.Length)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Most memory that a process has had, in MiB.</summary>
    internal static long PeakMemory(this ServiceProcess service) => Status(service, "VmHWM");

    /// <summary>Memory that a process has, in MiB.</summary>
    internal static long Memory(this ServiceProcess service) => Status(service, "VmRSS");

    /// <summary>Files and folders whose changes a process is told (inotify).</summary>
    internal static int Watches(this ServiceProcess service)
    {
        var count = 0;
        foreach (var file in Directory.GetFiles($"/proc/{service.ProcessId}/fdinfo"))
        {
            try
            {
                count += File.ReadLines(file).Count(line => line.StartsWith("inotify ", StringComparison.Ordinal));
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return count;
    }

    private static long Status(ServiceProcess service, string name) =>
        long.Parse(File.ReadLines($"/proc/{service.ProcessId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
