namespace TorchSharp;

/// <summary>Sets gradient recording on the calling thread until disposed.</summary>
internal sealed class GradMode : IDisposable
{
    private readonly int before;

    internal GradMode(bool enabled) => before = Native.rt_set_grad_enabled(enabled ? 1 : 0);

    public void Dispose() => _ = Native.rt_set_grad_enabled(before);
}
