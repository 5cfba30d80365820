using System.Globalization;
using System.Numerics;

namespace Rvos.Weights;

/// <summary>
/// Reads one pickle as data. Nothing is executed: the only "calls" are the handful of constructors of
/// <see cref="PickleGlobal"/>, which build nodes of the result; every other global or instruction is an error.
/// </summary>
internal sealed class Unpickler(PickleInput input, PickleBudget budget, PickleConstructor constructor)
{
    private readonly PickleLimits limits = budget.Limits;
    private readonly PickleStack stack = new(input, budget.Limits.MaxStack);
    private readonly Dictionary<uint, PickleValue> memo = [];

    public static PickleValue Load(PickleInput input, PickleBudget budget, ITensorStorages? storages = null) =>
        new Unpickler(input, budget, new PickleConstructor(input, budget, storages)).Run();

    private PickleValue Run()
    {
        while (true)
        {
            budget.Work(input);
            var opcode = (PickleOpcode)input.ReadByte();
            if (opcode == PickleOpcode.Stop) break;
            if (!Scalar(opcode) && !Container(opcode) && !Object(opcode) && !Control(opcode))
                throw input.Error($"has an instruction 0x{(byte)opcode:x2} that is not read (protocols 2 to 4 are)");
        }

        var result = stack.Pop();
        if (stack.Count > 0) throw input.Error("leaves values on the stack");
        PickleTree.Check(result, input, limits);
        return result;
    }

    private bool Scalar(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None: stack.Push(PickleNone.Instance); return true;
            case PickleOpcode.NewTrue: stack.Push(PickleBoolean.True); return true;
            case PickleOpcode.NewFalse: stack.Push(PickleBoolean.False); return true;
            case PickleOpcode.Int: stack.Push(DecimalInteger()); return true;
            case PickleOpcode.BinInt: stack.Push(new PickleInteger(input.ReadInt32())); return true;
            case PickleOpcode.BinInt1: stack.Push(new PickleInteger(input.ReadByte())); return true;
            case PickleOpcode.BinInt2: stack.Push(new PickleInteger(input.ReadUInt16())); return true;
            case PickleOpcode.Long1: stack.Push(Integer(input.ReadByte())); return true;
            case PickleOpcode.Long4: stack.Push(Integer(input.ReadInt32())); return true;
            case PickleOpcode.BinFloat: stack.Push(new PickleFloat(input.ReadDoubleBigEndian())); return true;
            case PickleOpcode.ShortBinUnicode: stack.Push(PickleText.ReadUnicode(input, input.ReadByte(), limits)); return true;
            case PickleOpcode.BinUnicode: stack.Push(PickleText.ReadUnicode(input, (uint)input.ReadInt32(), limits)); return true;
            case PickleOpcode.BinUnicode8: stack.Push(PickleText.ReadUnicode(input, input.ReadInt64(), limits)); return true;
            case PickleOpcode.ShortBinString: stack.Push(PickleText.ReadPython2(input, input.ReadByte(), limits)); return true;
            case PickleOpcode.BinString: stack.Push(PickleText.ReadPython2(input, input.ReadInt32(), limits)); return true;
            case PickleOpcode.ShortBinBytes: stack.Push(Bytes(input.ReadByte())); return true;
            case PickleOpcode.BinBytes: stack.Push(Bytes((uint)input.ReadInt32())); return true;
            case PickleOpcode.BinBytes8: stack.Push(Bytes(input.ReadInt64())); return true;
            default: return false;
        }
    }

    private bool Container(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyTuple: stack.Push(new PickleTuple([])); return true;
            case PickleOpcode.Tuple1: Tuple(1); return true;
            case PickleOpcode.Tuple2: Tuple(2); return true;
            case PickleOpcode.Tuple3: Tuple(3); return true;
            case PickleOpcode.Tuple: stack.Push(new PickleTuple(stack.PopGroup())); return true;
            case PickleOpcode.EmptyList: stack.Push(new PickleList()); return true;
            case PickleOpcode.Append: AppendAll([stack.Pop()]); return true;
            case PickleOpcode.Appends: AppendAll(stack.PopGroup()); return true;
            case PickleOpcode.EmptyDict: stack.Push(new PickleMapping(isOrderedDict: false)); return true;
            case PickleOpcode.SetItem:
                var value = stack.Pop();
                SetAll([stack.Pop(), value]);
                return true;
            case PickleOpcode.SetItems: SetAll(stack.PopGroup()); return true;
            default: return false;
        }
    }

    private bool Object(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global: stack.Push(constructor.Global(input.ReadLine(), input.ReadLine())); return true;
            case PickleOpcode.StackGlobal:
                var name = stack.Pop<PickleString>();
                stack.Push(constructor.Global(stack.Pop<PickleString>().Value, name.Value));
                return true;
            case PickleOpcode.Reduce:
            case PickleOpcode.NewObject:
                var arguments = stack.Pop<PickleTuple>();
                stack.Push(constructor.Construct(stack.Pop<PickleGlobal>(), arguments.Items));
                return true;
            case PickleOpcode.Build:
                var state = stack.Pop();
                constructor.SetState(stack.Peek(), state);
                return true;
            case PickleOpcode.BinPersistentId: stack.Push(constructor.Storage(stack.Pop())); return true;
            default: return false;
        }
    }

    private bool Control(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol:
                var protocol = input.ReadByte();
                if (protocol is < 2 or > 5) throw input.Error($"is of pickle protocol {protocol}, 2 to 5 are read");
                return true;
            case PickleOpcode.Frame: input.ReadInt64(); return true;
            case PickleOpcode.Mark: stack.Mark(); return true;
            case PickleOpcode.Pop: stack.Pop(); return true;
            case PickleOpcode.PopMark: stack.PopGroup(); return true;
            case PickleOpcode.BinPut: Remember(input.ReadByte()); return true;
            case PickleOpcode.LongBinPut: Remember((uint)input.ReadInt32()); return true;
            case PickleOpcode.Memoize: Remember((uint)memo.Count); return true;
            case PickleOpcode.BinGet: Recall(input.ReadByte()); return true;
            case PickleOpcode.LongBinGet: Recall((uint)input.ReadInt32()); return true;
            default: return false;
        }
    }

    private void Remember(uint slot)
    {
        memo[slot] = stack.Peek();
        if (memo.Count > limits.MaxStack) throw input.Error($"remembers more than {limits.MaxStack} values");
    }

    private void Recall(uint slot) =>
        stack.Push(memo.TryGetValue(slot, out var value) ? value : throw input.Error($"recalls value {slot}, which it never stored"));

    private PickleInteger Integer(long length)
    {
        if (length < 0 || length > limits.MaxIntegerBytes) throw input.Error($"has an integer of {length} bytes, at most {limits.MaxIntegerBytes} are read");
        return new PickleInteger(new BigInteger(input.ReadBytes(length)));
    }

    // Python 2 writes integers beyond 32 bits, such as the ids in optimiser states, as decimal text in protocol 2 too.
    private PickleInteger DecimalInteger() =>
        long.TryParse(input.ReadLine(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? new PickleInteger(value)
            : throw input.Error("has a decimal integer that is not one of 64 bits");

    private PickleBytes Bytes(long length) => new(PickleText.ReadBounded(input, length, limits));

    private void Tuple(int count)
    {
        var items = new PickleValue[count];
        for (var i = count - 1; i >= 0; i--) items[i] = stack.Pop();
        stack.Push(new PickleTuple(items));
    }

    private void AppendAll(PickleValue[] items)
    {
        if (stack.Peek() is not PickleList list) throw input.Error($"appends to a {stack.Peek().Kind}");
        foreach (var item in items) list.Add(item);
    }

    private void SetAll(PickleValue[] items)
    {
        if (stack.Peek() is not PickleMapping mapping) throw input.Error($"sets an item of a {stack.Peek().Kind}");
        constructor.SetItems(mapping, items);
    }
}
