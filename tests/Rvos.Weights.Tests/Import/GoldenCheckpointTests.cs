using System.IO.Hashing;
using System.Text.Json;

namespace Rvos.Weights.Tests;

/// <summary>Checkpoints in the original's own formats give exactly the weights they were saved from.</summary>
public sealed class GoldenCheckpointTests
{
    [Theory]
    [InlineData("one_shot_legacy", "decoder_one")]
    [InlineData("one_shot_zip", "decoder_one")]
    [InlineData("zero_shot_legacy", "decoder_zero")]
    public void ImportFiles_GoldenDecoder_GivesTheNetworksBytes(string folder, string expectedName)
    {
        var expected = TestFiles.Json("expected_decoders.json").GetProperty(expectedName).EnumerateObject().ToArray();

        var imported = CheckpointImporter.ImportFiles(null, TestFiles.PathOf(folder, "decoder.pt"));

        Assert.Equal(expected.Select(p => "decoder." + p.Name), imported.Tensors.Select(t => t.Entry.Name));
        foreach (var (tensor, property) in imported.Tensors.Zip(expected))
        {
            Assert.Equal(property.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), tensor.Entry.Shape);
            Assert.Equal(property.Value.GetProperty("crc32").GetUInt32(), Crc32.HashToUInt32(tensor.Bytes.Span));
        }
    }

    [Theory]
    [InlineData("one_shot_legacy")]
    [InlineData("one_shot_zip")]
    [InlineData("zero_shot_legacy")]
    public void Load_GoldenArguments_GivesEveryArgument(string folder)
    {
        var expected = TestFiles.Json("expected_args.json").EnumerateObject().ToArray();

        var arguments = Assert.IsType<PickleObject>(PickleFile.Load(TestFiles.PathOf(folder, "args.pkl"))).Attributes;

        Assert.Equal(expected.Select(p => p.Name), arguments.Entries.Select(e => ((PickleString)e.Key).Value));
        foreach (var property in expected)
        {
            Assert.True(arguments.TryGetValue(property.Name, out var value));
            AssertEqual(property.Value, value);
        }
    }

    [Theory]
    [InlineData("one_shot_legacy_pt10_cuda", "decoder_one", "true")]
    [InlineData("one_shot_zip_pt113", "decoder_one", "true")]
    [InlineData("zero_shot_legacy_dataparallel", "decoder_zero", "false")]
    public void ImportFolder_GoldenCheckpoint_GivesEveryTensorOfTheNetwork(string folder, string decoder, string previousMask)
    {
        Assert.SkipUnless(SharedGolden.IsPresent, "no ../shared/golden");
        var expected = SharedGolden.SmallWeights()
            .Where(p => p.Key.StartsWith("encoder/", StringComparison.Ordinal) || p.Key.StartsWith(decoder + "/", StringComparison.Ordinal))
            .ToDictionary(p => p.Key.Replace(decoder, "decoder", StringComparison.Ordinal).Replace('/', '.'), p => p.Value);

        var imported = CheckpointImporter.ImportFolder(SharedGolden.PathOf("checkpoints", folder));

        Assert.Equal(previousMask, imported.Metadata["previous_mask"]);
        Assert.Equal("resnet34", imported.Metadata["base_model"]);
        Assert.Equal("8", imported.Metadata["width"]);
        Assert.Contains("encoder.base.fc.weight", imported.DroppedKeys);
        Assert.Equal(expected.Keys.Order(), imported.Tensors.Select(t => t.Entry.Name).Concat(imported.DroppedKeys.Where(k => !k.Contains("fc_stop", StringComparison.Ordinal))).Order());
        foreach (var tensor in imported.Tensors)
        {
            var (entry, bytes) = expected[tensor.Entry.Name];
            Assert.Equal(entry.Shape, tensor.Entry.Shape);
            Assert.Equal(entry.DType, tensor.Entry.DType);
            Assert.True(bytes.Span.SequenceEqual(tensor.Bytes.Span), tensor.Entry.Name);
        }
    }

    [Theory]
    [InlineData("one_shot_legacy_pt10_cuda", "enc_opt")]
    [InlineData("one_shot_legacy_pt10_cuda", "dec_opt")]
    [InlineData("one_shot_zip_pt113", "dec_opt")]
    public void Load_GoldenOptimiser_GivesItsSlotsAndMoments(string folder, string optimiser)
    {
        Assert.SkipUnless(SharedGolden.IsPresent, "no ../shared/golden");
        var expected = SharedGolden.Json("checkpoints", "expected_optimizers.json").GetProperty(optimiser);
        var root = Assert.IsType<PickleMapping>(PyTorchCheckpoint.Load(SharedGolden.PathOf("checkpoints", folder, optimiser + ".pt")).Root);

        var group = Assert.IsType<PickleMapping>(Assert.Single(Get<PickleList>(root, "param_groups").Items));
        foreach (var setting in (string[])["lr", "betas", "eps", "weight_decay"])
        {
            Assert.True(group.TryGetValue(setting, out var value));
            AssertEqual(expected.GetProperty(setting), value);
        }

        var ids = Get<PickleList>(group, "params").Items.Select(id => ((PickleInteger)id).Value).ToArray();
        var names = expected.GetProperty("params_order").EnumerateArray().Select(n => n.GetString()!).ToArray();
        Assert.Equal(names.Length, ids.Length);
        var idOf = names.Zip(ids).GroupBy(p => p.First).ToDictionary(g => g.Key, g => Assert.Single(g.Select(p => p.Second).Distinct()));
        var state = Get<PickleMapping>(root, "state");
        Assert.Equal(expected.GetProperty("state").GetArrayLength(), state.Entries.Count);
        foreach (var slot in expected.GetProperty("state").EnumerateArray())
        {
            Assert.True(state.TryGetValue(idOf[slot.GetProperty("param").GetString()!], out var found));
            var moments = Assert.IsType<PickleMapping>(found);
            Assert.True(moments.TryGetValue("step", out var step));
            Assert.Equal(slot.GetProperty("step").GetDouble(), step is PickleTensor tensor ? Sum(tensor) : (double)((PickleInteger)step).Value);
            Assert.Equal(slot.GetProperty("exp_avg_sum").GetDouble(), Sum(Get<PickleTensor>(moments, "exp_avg")), 1e-9);
            Assert.Equal(slot.GetProperty("exp_avg_sq_sum").GetDouble(), Sum(Get<PickleTensor>(moments, "exp_avg_sq")), 1e-9);
        }
    }

    private static T Get<T>(PickleMapping mapping, string key)
        where T : PickleValue
    {
        Assert.True(mapping.TryGetValue(key, out var value), key);
        return Assert.IsType<T>(value);
    }

    private static double Sum(PickleTensor tensor) => tensor.ToTensorData("x").ToSingleArray().Sum(v => (double)v);

    private static void AssertEqual(JsonElement expected, PickleValue actual)
    {
        switch (actual)
        {
            case PickleNone: Assert.Equal(JsonValueKind.Null, expected.ValueKind); break;
            case PickleBoolean flag: Assert.Equal(expected.GetBoolean(), flag.Value); break;
            case PickleInteger number: Assert.Equal(expected.GetRawText(), number.Value.ToString()); break;
            case PickleFloat number: Assert.Equal(expected.GetDouble(), number.Value); break;
            case PickleString text: Assert.Equal(expected.GetString(), text.Value); break;
            case PickleTuple tuple:
                Assert.Equal(expected.GetArrayLength(), tuple.Items.Count);
                foreach (var (item, value) in expected.EnumerateArray().Zip(tuple.Items)) AssertEqual(item, value);
                break;
            default: Assert.Fail($"an unexpected {actual.Kind}"); break;
        }
    }
}
