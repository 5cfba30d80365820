using System.Collections.Concurrent;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Fused.Operators;

/// <summary>
/// oneDNN's convolutions with their epilogue, which libtorch registers as operators (mkldnn::_convolution_pointwise) that TorchSharp has no methods for: TorchScript text calls them.
/// One script for each padding and stride, which stand in its text: TorchSharp wraps a number that is an argument in an object that the finalizer may free during the call.
/// </summary>
internal sealed class ConvolutionScript
{
    private const string Resource = "convolution.torchscript";
    private static readonly ConcurrentDictionary<(int Padding, int Stride), Lazy<ConvolutionScript?>> Loaded = new();
    private static readonly Lazy<ScalarType> WidestBias = new(() => TakesWideBias() ? ScalarType.Float32 : ScalarType.BFloat16);
    private readonly Func<string, object[], object> invoke;

    // The module lives as long as the process.
    private ConvolutionScript(jit.ScriptModule module) => invoke = module.invoke;

    /// <summary>Element type of the bias of bf16 convolutions: single precision where the operators take it beside bf16, which loses nothing.</summary>
    internal static ScalarType NarrowBias => WidestBias.Value;

    /// <summary>The script of a padding and a stride, the same along both axes; null where libtorch has no such operators.</summary>
    internal static ConvolutionScript? Of(int padding, int stride) =>
        Loaded.GetOrAdd((padding, stride), static key => new Lazy<ConvolutionScript?>(() => Load(key.Padding, key.Stride))).Value;

    /// <summary>Weights (O,C,k,k) in the layout that oneDNN prefers for an input (N,C,H,W) of this size.</summary>
    internal Tensor Pack(Tensor weight, Tensor input) => Invoke("pack", weight, input);

    /// <summary>The convolution of an input (N,C,H,W), channels last, with max(x, 0) or without.</summary>
    internal Tensor Run(bool relu, Tensor input, Tensor weight, Tensor bias) => Invoke(relu ? "relu" : "plain", input, weight, bias);

    /// <summary>The same, added in place to what a tensor holds.</summary>
    internal void Add(bool relu, Tensor held, Tensor input, Tensor weight, Tensor bias) =>
        Invoke(relu ? "add_relu" : "add", held, input, weight, bias).Dispose();

    private Tensor Invoke(string method, params Tensor[] arguments)
    {
        var result = ((Tensor)invoke(method, arguments)).DetachFromDisposeScope();
        GC.KeepAlive(arguments);
        return result;
    }

    private static bool TakesWideBias()
    {
        const int Channels = 16;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (input, weight) = (zeros([1, Channels, 1, 1], ScalarType.BFloat16), zeros([Channels, Channels, 1, 1], ScalarType.BFloat16));
        try
        {
            Of(padding: 0, stride: 1)!.Run(relu: false, input, weight, zeros([Channels])).Dispose();
            return true;
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return false;
        }
    }

    private static ConvolutionScript? Load(int padding, int stride)
    {
        Libtorch.TorchRuntime.Load();
        using var stream = typeof(ConvolutionScript).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd()
            .Replace("PADDING", padding.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("STRIDE", stride.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        try
        {
            return new ConvolutionScript(jit.load(ScriptArchive.Pack("Convolution", text)));
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            // A libtorch without oneDNN does not know the operators.
            return null;
        }
    }
}
