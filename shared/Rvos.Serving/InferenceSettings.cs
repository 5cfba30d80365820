using System.ComponentModel.DataAnnotations;
using Rvos.Model;

namespace Rvos.Serving;

/// <summary>How a service runs models, section <c>Rvos:Inference</c>. Encoder and decoder must agree on device and precision.</summary>
public sealed class InferenceSettings
{
    /// <summary>The section.</summary>
    public const string Section = "Rvos:Inference";

    /// <summary>Folder of NAME.safetensors files. Default: <c>models</c> beside the program.</summary>
    public string Models { get; set; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. Default: cpu.</summary>
    [RegularExpression("cpu|cuda(:[0-9]+)?")]
    public string Device { get; set; } = "cpu";

    /// <summary>Precision. Default: bf16 where the processor has it.</summary>
    public Precision Precision { get; set; } = Precision.Auto;

    /// <summary>Models kept open at once, 1 to 16. Default: 2.</summary>
    [Range(1, 16)]
    public int OpenModels { get; set; } = 2;

    /// <summary>Threads of an inference, 0 to 1024; 0, the default, for one on each processor that the process may use. Results do not depend on it.
    /// Threads without work sleep, unless the environment's <c>OMP_WAIT_POLICY</c> says otherwise.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }
}
