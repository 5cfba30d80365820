using System.Text;

namespace Rvos.Weights;

/// <summary>The constructors of the allow-list: what PyTorch's and argparse's globals would have built, as plain nodes.</summary>
internal sealed class PickleConstructor(PickleInput input, PickleBudget budget, ITensorStorages? storages)
{
    public PickleGlobal Global(string module, string name) =>
        PickleGlobal.Find(module, name) ?? throw input.Error($"refers to the global '{module}.{name}', which is not allowed");

    public PickleValue Construct(PickleGlobal global, IReadOnlyList<PickleValue> arguments) => global.GlobalKind switch
    {
        PickleGlobalKind.OrderedDict => OrderedDict(arguments),
        PickleGlobalKind.Namespace when arguments.Count == 0 => new PickleObject(global.Name),
        PickleGlobalKind.Size when arguments is [var sizes] => new PickleTuple(Items(sizes)),
        PickleGlobalKind.RebuildTensor => Tensor(arguments),
        PickleGlobalKind.RebuildParameter when arguments is [PickleTensor tensor, PickleBoolean requiresGrad, ..] => Parameter(tensor, requiresGrad.Value),
        PickleGlobalKind.Encode when arguments is [PickleString text, PickleString { Value: "latin1" or "latin-1" }] => Encoded(text.Value),
        _ => throw input.Error($"calls {global.Name} with arguments that are not read"),
    };

    public void SetState(PickleValue target, PickleValue state)
    {
        if (state is not PickleMapping attributes) throw input.Error($"sets the state of a {target.Kind} to a {state.Kind}");
        switch (target)
        {
            case PickleMapping { IsOrderedDict: true } mapping:
                mapping.Attributes = attributes;
                break;
            case PickleObject instance:
                budget.Work(input, attributes.Entries.Count);
                foreach (var (key, value) in attributes.Entries)
                {
                    if (key is not PickleString) throw input.Error($"has an attribute whose name is a {key.Kind}");
                    instance.Attributes.TrySet(key, value);
                }

                break;
            default:
                throw input.Error($"sets the state of a {target.Kind}");
        }
    }

    public void SetItems(PickleMapping mapping, IReadOnlyList<PickleValue> keysAndValues)
    {
        if (keysAndValues.Count % 2 != 0) throw input.Error("sets items without a value for each key");
        for (var i = 0; i < keysAndValues.Count; i += 2)
        {
            if (!mapping.TrySet(keysAndValues[i], keysAndValues[i + 1]))
                throw input.Error($"has a {keysAndValues[i].Kind} as a dictionary key; str and int are read");
        }
    }

    /// <summary>PyTorch's persistent id: ('storage', storage type, key, location, element count[, None]).</summary>
    public PickleStorageReference Storage(PickleValue id)
    {
        if (storages is null) throw input.Error("refers to a tensor storage, which this kind of file does not have");
        if (id is not PickleTuple { Items: var parts } || parts.Count is < 5 or > 6
            || parts[0] is not PickleString { Value: "storage" }
            || parts[1] is not PickleGlobal { GlobalKind: PickleGlobalKind.Storage } type
            || parts[2] is not PickleString key
            || parts[4] is not PickleInteger count || !count.TryGetInt64(out var elements) || elements < 0)
            throw input.Error("has a persistent id that is not a tensor storage");
        if (parts.Count == 6 && parts[5] is not PickleNone) throw input.Error($"has storage '{key.Value}' as a view of another, which is not read");
        if (elements > int.MaxValue / type.DType.Size()) throw input.Error($"has storage '{key.Value}' of {elements} elements, 2 GiB or more");

        var storage = storages.Find(input, key.Value, type.DType, elements);
        if (storage.DType != type.DType || storage.ElementCount != elements)
            throw input.Error($"refers to storage '{key.Value}' as {elements} {type.DType} and as {storage.ElementCount} {storage.DType}");
        return new PickleStorageReference(storage);
    }

    private PickleMapping OrderedDict(IReadOnlyList<PickleValue> arguments)
    {
        var mapping = new PickleMapping(isOrderedDict: true);
        if (arguments.Count == 0) return mapping;
        // Python 2 passes the list of pairs to the constructor.
        if (arguments is not [PickleList pairs]) throw input.Error("calls collections.OrderedDict with arguments that are not read");
        budget.Work(input, pairs.Items.Count);
        foreach (var pair in pairs.Items)
        {
            var items = Items(pair);
            if (items.Count != 2) throw input.Error("has an OrderedDict entry that is not a pair");
            SetItems(mapping, items);
        }

        return mapping;
    }

    /// <summary>_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks[, metadata]).</summary>
    private PickleTensor Tensor(IReadOnlyList<PickleValue> arguments)
    {
        if (arguments.Count is < 6 or > 7
            || arguments[0] is not PickleStorageReference { Storage: var storage }
            || arguments[1] is not PickleInteger offset || !offset.TryGetInt64(out var first)
            || arguments[4] is not PickleBoolean requiresGrad)
            throw input.Error("has a tensor that is not of the form storage, offset, size, stride, gradient flag, hooks");
        var shape = Integers(arguments[2]);
        var layout = TensorLayout.Create(shape, Integers(arguments[3]), first, storage)
            ?? throw input.Error($"has a tensor of shape [{string.Join(", ", shape)}] that leaves its storage '{storage.Key}' of {storage.ElementCount} elements");
        budget.Tensor(input, layout.ElementCount * storage.DType.Size());
        return new PickleTensor(storage, layout, requiresGrad.Value, isParameter: false);
    }

    private PickleTensor Parameter(PickleTensor tensor, bool requiresGrad)
    {
        budget.Tensor(input, tensor.ByteLength);
        return tensor.AsParameter(requiresGrad);
    }

    private PickleBytes Encoded(string text)
    {
        budget.Work(input, text.Length);
        foreach (var character in text)
        {
            if (character > 0xff) throw input.Error("encodes a character beyond Latin-1 as Latin-1");
        }

        return new PickleBytes(Encoding.Latin1.GetBytes(text));
    }

    private long[] Integers(PickleValue value)
    {
        var items = Items(value);
        if (items.Count > TensorLayout.MaxRank) throw input.Error($"has a tensor of {items.Count} dimensions, at most {TensorLayout.MaxRank} are read");
        return [.. items.Select(i => i is PickleInteger number && number.TryGetInt64(out var size) ? size : throw input.Error($"has a {i.Kind} as a tensor's size or stride"))];
    }

    private IReadOnlyList<PickleValue> Items(PickleValue value) => value switch
    {
        PickleTuple tuple => tuple.Items,
        PickleList list => list.Items,
        _ => throw input.Error($"has a {value.Kind} where a tuple is expected"),
    };
}
