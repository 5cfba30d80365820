namespace Rvos.Fused.Operators;

/// <summary>What the processor computes in bf16, as the kernel says: only what the system has switched on counts.</summary>
internal static class Processor
{
    private const string Information = "/proc/cpuinfo";

    /// <summary>The most that this processor has.</summary>
    internal static Capability Best => File.Exists(Information) ? Of(File.ReadLines(Information)) : Capability.Float32;

    /// <summary>The most that a processor has.</summary>
    /// <param name="lines">Lines of /proc/cpuinfo.</param>
    internal static Capability Of(IEnumerable<string> lines)
    {
        var flags = lines.FirstOrDefault(l => l.StartsWith("flags", StringComparison.Ordinal))?.Split([' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries).ToHashSet() ?? [];
        if (!flags.Contains("avx512_bf16")) return Capability.Float32;
        return flags.Contains("amx_bf16") && flags.Contains("amx_tile") ? Capability.Tiles : Capability.BFloat16;
    }
}
