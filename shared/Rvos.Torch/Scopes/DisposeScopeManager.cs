namespace TorchSharp;

/// <summary>The stack of scopes of each thread.</summary>
internal static class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScope? current;

    internal static DisposeScope Open() => current = new DisposeScope(current);

    internal static void Close(DisposeScope scope)
    {
        for (var s = current; s is not null; s = s.Outer)
        {
            if (s != scope) continue;
            current = scope.Outer;
            return;
        }
    }

    internal static void Register(torch.Tensor tensor) => current?.Add(tensor);
}
