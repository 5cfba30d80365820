namespace TorchSharp;

/// <summary>The entry point, as in TorchSharp.</summary>
public static partial class torch
{
    /// <summary>Opens a scope that owns the tensors made on this thread until it is disposed.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Open();

    /// <summary>No gradients are recorded on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Gradients are recorded (or not) on this thread until the result is disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>True while gradients are recorded on this thread.</summary>
    public static bool is_grad_enabled() => Native.rt_is_grad_enabled() != 0;

    /// <summary>Threads used within an operation.</summary>
    public static void set_num_threads(int num) => Native.rt_set_threads(num);

    /// <summary>Threads used within an operation.</summary>
    public static int get_num_threads() => Native.rt_threads();

    /// <summary>Seeds libtorch's generators.</summary>
    public static void manual_seed(long seed) => Native.Checked(Native.rt_manual_seed(seed));

    /// <summary>NVIDIA GPUs.</summary>
    public static class cuda
    {
        /// <summary>True when libtorch was built for CUDA and sees a GPU.</summary>
        public static bool is_available() => Native.rt_cuda_available() != 0;

        /// <summary>Number of GPUs.</summary>
        public static int device_count() => Native.rt_cuda_count();
    }
}
