using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Fused.Operators;

/// <summary>oneDNN's convolutions with their epilogue, which libtorch registers as operators (mkldnn::_convolution_pointwise) that TorchSharp has no methods for: TorchScript text calls them.</summary>
internal sealed class ConvolutionScript
{
    private const string Resource = "convolution.torchscript";
    private static readonly Lazy<ConvolutionScript?> Loaded = new(Load);
    private readonly Func<string, object[], object> invoke;
    private readonly Lazy<ScalarType> narrowBias;

    // The module lives as long as the process.
    private ConvolutionScript(jit.ScriptModule module)
    {
        invoke = module.invoke;
        narrowBias = new Lazy<ScalarType>(() => TakesWideBias() ? ScalarType.Float32 : ScalarType.BFloat16);
    }

    /// <summary>The script of this process; null where libtorch has no such operators.</summary>
    internal static ConvolutionScript? Instance => Loaded.Value;

    /// <summary>Element type of the bias of bf16 convolutions: single precision where the operators take it beside bf16, which loses nothing.</summary>
    internal ScalarType NarrowBias => narrowBias.Value;

    /// <summary>Weights (O,C,k,k) in the layout that oneDNN prefers for an input size (N,C,H,W).</summary>
    internal Tensor Pack(Tensor weight, int padding, int stride, long frames, long channels, long height, long width) =>
        Invoke("pack", weight, (long)padding, (long)stride, frames, channels, height, width);

    /// <summary>The convolution of an input (N,C,H,W), channels last, with max(x, 0) or without.</summary>
    internal Tensor Run(bool relu, Tensor input, Tensor weight, Tensor bias, int padding, int stride) =>
        Invoke(relu ? "relu" : "plain", input, weight, bias, (long)padding, (long)stride);

    /// <summary>The same, added in place to what a tensor holds.</summary>
    internal void Add(bool relu, Tensor held, Tensor input, Tensor weight, Tensor bias, int padding, int stride) =>
        Invoke(relu ? "add_relu" : "add", held, input, weight, bias, (long)padding, (long)stride).Dispose();

    private Tensor Invoke(string method, params object[] arguments) => ((Tensor)invoke(method, arguments)).DetachFromDisposeScope();

    private bool TakesWideBias()
    {
        const int Channels = 16;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (input, weight) = (zeros([1, Channels, 1, 1], ScalarType.BFloat16), zeros([Channels, Channels, 1, 1], ScalarType.BFloat16));
        try
        {
            Run(relu: false, input, weight, zeros([Channels]), 0, 1).Dispose();
            return true;
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return false;
        }
    }

    private static ConvolutionScript? Load()
    {
        Libtorch.TorchRuntime.Load();
        using var stream = typeof(ConvolutionScript).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        try
        {
            return new ConvolutionScript(jit.load(ScriptArchive.Pack("Convolution", reader.ReadToEnd())));
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            // A libtorch without oneDNN does not know the operators.
            return null;
        }
    }
}
