namespace Rvos.Weights;

/// <summary>
/// The last check of a pickle: memo references can make its result cyclic, very deep, or exponentially large when walked,
/// though the file is small. Walks without recursion.
/// </summary>
internal static class PickleTree
{
    public static void Check(PickleValue root, PickleInput input, PickleLimits limits)
    {
        var done = new Dictionary<PickleValue, (int Depth, long Nodes)>(ReferenceEqualityComparer.Instance);
        var open = new HashSet<PickleValue>(ReferenceEqualityComparer.Instance);
        var path = new Stack<Visit>();
        Enter(root);
        while (path.TryPeek(out var visit))
        {
            if (visit.Children.MoveNext())
            {
                var child = visit.Children.Current;
                if (done.TryGetValue(child, out var known)) Account(visit, known);
                else Enter(child);
                continue;
            }

            path.Pop();
            open.Remove(visit.Value);
            var size = (visit.Depth + 1, visit.Nodes + 1);
            done.Add(visit.Value, size);
            if (path.TryPeek(out var parent)) Account(parent, size);
        }

        void Enter(PickleValue value)
        {
            if (!value.IsData) throw input.Error($"leaves a {value.Kind} in its result");
            if (!open.Add(value)) throw input.Error("contains itself");
            if (path.Count >= limits.MaxDepth) throw input.Error($"is nested deeper than {limits.MaxDepth}");
            path.Push(new Visit(value));
        }

        void Account(Visit parent, (int Depth, long Nodes) child)
        {
            parent.Depth = Math.Max(parent.Depth, child.Depth);
            parent.Nodes += child.Nodes;
            if (parent.Depth >= limits.MaxDepth) throw input.Error($"is nested deeper than {limits.MaxDepth}");
            if (parent.Nodes >= limits.MaxNodes) throw input.Error($"has more than {limits.MaxNodes} values");
        }
    }

    private sealed class Visit(PickleValue value)
    {
        public PickleValue Value { get; } = value;

        public IEnumerator<PickleValue> Children { get; } = value.Children.GetEnumerator();

        public int Depth { get; set; }

        public long Nodes { get; set; }
    }
}
