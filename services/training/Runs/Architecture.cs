using System.Text.Json.Serialization;

namespace Rvos.Training.Runs;

/// <summary>Networks that runs can train.</summary>
public enum Architecture
{
    /// <summary>RVOS (Ventura et al. 2019).</summary>
    [JsonStringEnumMemberName("rvos")]
    Rvos,
    /// <summary>S2S (Xu et al. 2018): a ConvLSTM at the bottleneck, no skip connections.</summary>
    [JsonStringEnumMemberName("s2s")]
    S2s,
    /// <summary>S2S++ (Azimi et al. 2020): skip connections, memories in them, distance classes.</summary>
    [JsonStringEnumMemberName("s2s++")]
    S2sPlusPlus,
}
