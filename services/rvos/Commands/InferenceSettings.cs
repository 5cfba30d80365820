using System.CommandLine;
using Rvos.Model;

namespace Rvos.Cli.Commands;

/// <summary>The options that say where and how a model runs.</summary>
internal sealed class InferenceSettings
{
    private readonly Option<string> device = new("--device") { Description = "cpu or cuda:N", DefaultValueFactory = _ => "cpu", HelpName = "DEVICE" };
    private readonly Option<string> dtype = new("--dtype") { Description = "auto (bf16 where the machine computes it in hardware), bf16 or fp32", DefaultValueFactory = _ => "auto", HelpName = "TYPE" };

    internal InferenceSettings() => dtype.AcceptOnlyFromAmong("auto", "bf16", "fp32");

    internal void AddTo(Command command)
    {
        command.Add(device);
        command.Add(dtype);
    }

    internal InferenceOptions Read(ParseResult parsed) => new(parsed.GetValue(device)!, parsed.GetValue(dtype) switch
    {
        "bf16" => Precision.BFloat16,
        "fp32" => Precision.Float32,
        _ => Precision.Auto,
    });
}
