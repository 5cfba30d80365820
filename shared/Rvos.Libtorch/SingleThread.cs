using static TorchSharp.torch;

namespace Rvos.Libtorch;

/// <summary>While it lives, libtorch computes with one thread on the thread that made it: for operators whose last bits depend on the number of threads.</summary>
public sealed class SingleThread : IDisposable
{
    private readonly int before = get_num_threads();

    /// <summary>One thread from now on.</summary>
    public SingleThread() => set_num_threads(1);

    /// <summary>As many threads as before.</summary>
    public void Dispose() => set_num_threads(before);
}
