namespace Rvos.Weights;

/// <summary>The interpreter's stack: values, and marks below which a group of values starts.</summary>
internal sealed class PickleStack(PickleInput input, int limit)
{
    private readonly List<PickleValue> values = [];
    private readonly Stack<int> marks = new();

    public int Count => values.Count;

    private int Floor => marks.TryPeek(out var mark) ? mark : 0;

    public void Mark()
    {
        if (marks.Count >= limit) throw input.Error($"has more than {limit} marks");
        marks.Push(values.Count);
    }

    public void Push(PickleValue value)
    {
        if (values.Count >= limit) throw input.Error($"has more than {limit} values on the stack");
        values.Add(value);
    }

    public PickleValue Peek() => values.Count > Floor ? values[^1] : throw input.Error("uses a value that is not there");

    public PickleValue Pop()
    {
        var value = Peek();
        values.RemoveAt(values.Count - 1);
        return value;
    }

    public T Pop<T>()
        where T : PickleValue
    {
        var value = Pop();
        return value as T ?? throw input.Error($"has a {value.Kind} where {typeof(T).Name} is expected");
    }

    /// <summary>Takes all values above the topmost mark, and the mark.</summary>
    public PickleValue[] PopGroup()
    {
        if (!marks.TryPop(out var start)) throw input.Error("uses a mark that is not there");
        var group = values.GetRange(start, values.Count - start).ToArray();
        values.RemoveRange(start, group.Length);
        return group;
    }
}
