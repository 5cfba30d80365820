using System.Runtime.InteropServices;
using Rvos.Libtorch;
using Rvos.Model.Networks;
using Rvos.Model.S2S;
using Rvos.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model;

/// <summary>Moves weights between networks and safetensors files.</summary>
public static class NetworkWeights
{
    /// <summary>Builds the network a file describes and fills it.</summary>
    /// <returns>An <see cref="RvosNetwork"/> or an <see cref="S2sNetwork"/>, and what the file says about it.</returns>
    /// <exception cref="WeightsFormatException">The file is damaged, or its tensors are not those of the network it describes.</exception>
    public static (nn.Module Network, ModelDescription Description) Load(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        var description = ModelDescription.Read(reader.Metadata, Path.GetFileName(path));
        var network = Build(description.Network);
        try
        {
            Fill(network, reader, Path.GetFileName(path));
        }
        catch
        {
            network.Dispose();
            throw;
        }

        return (network, description);
    }

    /// <summary>A network of a shape, with fresh weights.</summary>
    /// <exception cref="ArgumentException">The shape is not valid.</exception>
    /// <exception cref="DllNotFoundException">libtorch, or a library that it needs, is missing.</exception>
    public static nn.Module Build(INetworkShape shape)
    {
        TorchRuntime.Load();
        return shape switch
        {
            NetworkOptions options => new RvosNetwork(options),
            S2sOptions options => new S2sNetwork(options),
            _ => throw new ArgumentException($"there is no network of the shape {shape}", nameof(shape)),
        };
    }

    /// <summary>Fills a network; every parameter and statistic must be there in its shape, and nothing else.</summary>
    /// <exception cref="WeightsFormatException">A tensor is missing, of another shape, or unknown.</exception>
    public static void Fill(nn.Module network, SafetensorsReader reader, string fileName)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var wanted = network.state_dict();
        foreach (var entry in reader.Entries)
            if (!wanted.ContainsKey(entry.Name)) throw new WeightsFormatException($"{fileName}: the network has no tensor '{entry.Name}'");
        foreach (var (name, target) in wanted)
        {
            if (!reader.TryGetEntry(name, out var entry)) throw new WeightsFormatException($"{fileName}: '{name}' is missing");
            if (!entry.Shape.SequenceEqual(target.shape))
                throw new WeightsFormatException($"{fileName}: {entry} should have the shape [{string.Join(", ", target.shape)}]");
            using var values = tensor(reader.ToSingleArray(name), target.shape);
            target.copy_(values);
        }
    }

    /// <summary>Tensors as file entries, in fp32 or bf16. Statistics stay in fp32.</summary>
    public static IEnumerable<TensorData> ToData(IEnumerable<(string Name, Tensor Value)> tensors, bool bf16)
    {
        foreach (var (name, value) in tensors)
        {
            using var scope = NewDisposeScope();
            var narrow = bf16 && !name.EndsWith("running_mean", StringComparison.Ordinal) && !name.EndsWith("running_var", StringComparison.Ordinal);
            var isWhole = value.dtype == ScalarType.Int64;
            var held = value.detach().cpu().to_type(isWhole ? ScalarType.Int64 : narrow ? ScalarType.BFloat16 : ScalarType.Float32).contiguous();
            yield return new TensorData(new TensorEntry(name, isWhole ? TensorDType.I64 : narrow ? TensorDType.BF16 : TensorDType.F32, held.shape), held.bytes.ToArray());
        }
    }

    /// <summary>Copies file entries into tensors of the same names.</summary>
    /// <exception cref="WeightsFormatException">One is missing or of another shape or kind.</exception>
    public static void Restore(IEnumerable<(string Name, Tensor Value)> tensors, SafetensorsReader reader, string fileName)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, target) in tensors)
        {
            if (!reader.TryGetEntry(name, out var entry) || !entry.Shape.SequenceEqual(target.shape))
                throw new WeightsFormatException($"{fileName}: '{name}' is missing or of another shape");
            using var values = target.dtype == ScalarType.Int64
                ? tensor(MemoryMarshal.Cast<byte, long>(reader.GetBytes(name)).ToArray(), target.shape)
                : tensor(reader.ToSingleArray(name), target.shape);
            target.copy_(values);
        }
    }
}
