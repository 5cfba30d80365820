namespace Rvos.Weights.Tests;

public sealed class CheckpointImporterTests
{
    [Theory]
    [InlineData("one_shot_legacy", "true", 49)]
    [InlineData("one_shot_zip", "true", 49)]
    [InlineData("zero_shot_legacy", "false", 48)]
    public void ImportFiles_DecoderWithArguments_GivesTensorsAndMetadata(string folder, string previousMask, long gateInputs)
    {
        var imported = CheckpointImporter.ImportFiles(null, TestFiles.PathOf(folder, "decoder.pt"), TestFiles.PathOf(folder, "args.pkl"));

        Assert.Equal(10, imported.Tensors.Count);
        Assert.Equal(new TensorEntry("decoder.clstm_list.0.Gates.weight", TensorDType.F32, [64, gateInputs, 3, 3]), imported.Tensors[0].Entry);
        Assert.Equal(folder == "zero_shot_legacy" ? ["decoder.fc_stop.weight", "decoder.fc_stop.bias"] : [], imported.DroppedKeys);
        Assert.Equal(previousMask, imported.Metadata["previous_mask"]);
        Assert.Equal(["rvos", "resnet34", "16", "3", "concat", "3", "5", "0", "false", "false"], new[]
        {
            "format", "base_model", "hidden_size", "kernel_size", "skip_mode", "maxseqlen", "length_clip", "dropout", "only_temporal", "only_spatial",
        }.Select(key => imported.Metadata[key]));
    }

    [Theory]
    [InlineData("one_shot_legacy", "true")]
    [InlineData("zero_shot_legacy", "false")]
    public void ImportFiles_DecoderWithoutArguments_ReadsTheNetworkOffTheShapes(string folder, string previousMask)
    {
        var metadata = CheckpointImporter.ImportFiles(null, TestFiles.PathOf(folder, "decoder.pt")).Metadata;

        Assert.Equal(
            new Dictionary<string, string> { ["format"] = "rvos", ["hidden_size"] = "16", ["kernel_size"] = "3", ["skip_mode"] = "concat", ["previous_mask"] = previousMask },
            metadata);
    }

    [Fact]
    public void Import_ArgumentsOfAnotherNetwork_AreRefused()
    {
        var decoder = PyTorchCheckpoint.Load(TestFiles.PathOf("one_shot_zip", "decoder.pt")).Root;

        var exception = Assert.Throws<WeightsFormatException>(() => CheckpointImporter.Import(null, decoder, Arguments("hidden_size", new PickleInteger(128))));

        Assert.Contains("hidden_size is '128'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_NetworkWhoseSkipModeTheShapesDoNotTell_NeedsArguments()
    {
        // hidden 16, skips summed: cell 1 reads 16 + 8 + 8 channels.
        var decoder = StateDict(("clstm_list.0.Gates.weight", [64, 48, 3, 3]), ("clstm_list.1.Gates.weight", [32, 32, 3, 3]));

        Assert.Contains("args.pkl is needed", Assert.Throws<WeightsFormatException>(() => CheckpointImporter.Import(null, decoder)).Message, StringComparison.Ordinal);
        Assert.Throws<WeightsFormatException>(() => CheckpointImporter.Import(null, decoder, Arguments("skip_mode", new PickleString("concat"))));
        Assert.Equal("sum", CheckpointImporter.Import(null, decoder, Arguments("skip_mode", new PickleString("sum"))).Metadata["skip_mode"]);
    }

    [Theory]
    [InlineData("resnet18", false, 2)]
    [InlineData("resnet34", false, 6)]
    [InlineData("resnet50", true, 6)]
    [InlineData("resnet101", true, 23)]
    public void Import_ResNetEncoder_IsToldByItsBlocks(string name, bool bottleneck, int blocks)
    {
        var tensors = Enumerable.Range(0, blocks).Select(b => ($"base.layer3.{b}.conv1.weight", new long[] { 1, 1, 1, 1 })).ToList();
        tensors.Add(("base.conv1.weight", [8, 3, 7, 7]));
        tensors.Add(("base.fc.weight", [10, 1]));
        tensors.Add(("base.bn1.num_batches_tracked", []));
        if (bottleneck) tensors.Add(("base.layer1.0.conv3.weight", [1, 1, 1, 1]));

        var imported = CheckpointImporter.Import(StateDict([.. tensors]), null);

        Assert.Equal(name, imported.Metadata["base_model"]);
        Assert.Equal("8", imported.Metadata["width"]);
        Assert.Equal(["encoder.base.fc.weight", "encoder.base.bn1.num_batches_tracked"], imported.DroppedKeys);
        Assert.Equal(tensors.Count - 2, imported.Tensors.Count);
    }

    [Theory]
    [InlineData("base.features.28.weight", "vgg16")]
    [InlineData("base.features.30.weight", null)]
    public void Import_VggEncoder_IsToldByItsLastConvolution(string last, string? name)
    {
        var encoder = StateDict(("base.features.0.weight", [64, 3, 3, 3]), ("base.features.28.weight", [512, 512, 3, 3]), (last == "base.features.28.weight" ? "base.classifier.0.weight" : last, [1, 1, 1, 1]));

        var imported = CheckpointImporter.Import(encoder, null);

        Assert.Equal(name, imported.Metadata.GetValueOrDefault("base_model"));
        Assert.Equal(name is null ? 0 : 1, imported.DroppedKeys.Count);
    }

    [Fact]
    public void Import_PrefixOnTheFirstEncoderKey_IsStrippedFromBoth()
    {
        var encoder = StateDict(("module.sk5.weight", [16, 64, 3, 3]), ("module.sk5.bias", [16]));
        var decoder = StateDict(("clstm_list.0.Gates.weight", [64, 49, 3, 3]), ("module.clstm_list.1.Gates.weight", [32, 49, 3, 3]));

        var imported = CheckpointImporter.Import(encoder, decoder);

        Assert.Equal(["encoder.sk5.weight", "encoder.sk5.bias", "decoder.clstm_list.0.Gates.weight", "decoder.clstm_list.1.Gates.weight"], imported.Tensors.Select(t => t.Entry.Name));
    }

    [Fact]
    public void Import_ContentOfSomethingElse_SaysWhatIsWrong()
    {
        Assert.Contains("a list where a state dict", Refusal(new PickleList()), StringComparison.Ordinal);
        Assert.Contains("is empty", Refusal(new PickleMapping(true)), StringComparison.Ordinal);
        Assert.Contains("no RVOS decoder", Refusal(StateDict(("weight", [1]))), StringComparison.Ordinal);
        Assert.Contains("is not the weight", Refusal(StateDict(("clstm_list.0.Gates.weight", [64]))), StringComparison.Ordinal);
        Assert.Contains("reads 51 channels", Refusal(StateDict(("clstm_list.0.Gates.weight", [64, 51, 3, 3]), ("clstm_list.1.Gates.weight", [32, 49, 3, 3]))), StringComparison.Ordinal);
        Assert.Contains("there twice", Refusal(StateDict(("module.a", [1]), ("a", [1]))), StringComparison.Ordinal);
        var nested = new PickleMapping(true);
        nested.TrySet(new PickleString("a"), new PickleString("b"));
        Assert.Contains("is a str, not a tensor", Refusal(nested), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CheckpointImporter.Import(null, null));
    }

    [Fact]
    public void ImportFolder_FolderWithoutEncoder_SaysSo()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("no encoder.pt", Assert.Throws<WeightsFormatException>(() => CheckpointImporter.ImportFolder(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ImportedCheckpoint_IsReadBackUnchanged()
    {
        using var folder = new TemporaryFolder();
        var imported = CheckpointImporter.ImportFiles(null, TestFiles.PathOf("one_shot_zip", "decoder.pt"), TestFiles.PathOf("one_shot_zip", "args.pkl"));

        imported.Save(folder["d.safetensors"]);

        using var reader = SafetensorsReader.Open(folder["d.safetensors"]);
        Assert.Equal(imported.Metadata.OrderBy(p => p.Key), reader.Metadata.OrderBy(p => p.Key));
        Assert.Equal(imported.Tensors.Count, reader.Entries.Count);
        Assert.All(imported.Tensors, t => Assert.Equal(t.Bytes.ToArray(), reader.GetBytes(t.Entry.Name).ToArray()));
    }

    private static string Refusal(PickleValue decoder) => Assert.Throws<WeightsFormatException>(() => CheckpointImporter.Import(null, decoder)).Message;

    private static PickleMapping Arguments(string name, PickleValue value)
    {
        var arguments = new PickleMapping(isOrderedDict: false);
        arguments.TrySet(new PickleString(name), value);
        return arguments;
    }

    /// <summary>A state dict of zero-stride tensors, so that large shapes cost nothing.</summary>
    private static PickleMapping StateDict(params (string Key, long[] Shape)[] tensors)
    {
        var mapping = new PickleMapping(isOrderedDict: true);
        var storage = new TensorStorage("0", TensorDType.U8, 1) { Bytes = new byte[1] };
        foreach (var (key, shape) in tensors)
        {
            var layout = TensorLayout.Create(shape, new long[shape.Length], 0, storage)!;
            mapping.TrySet(new PickleString(key), new PickleTensor(storage, layout, requiresGrad: false, isParameter: false));
        }

        return mapping;
    }
}
