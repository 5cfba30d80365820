namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum of all elements.</summary>
        public Tensor sum() => Result(Native.rt_sum(Handle));
        /// <summary>Mean of all elements.</summary>
        public Tensor mean() => Result(Native.rt_mean(Handle));
        /// <summary>Greatest element.</summary>
        public Tensor max() => Result(Native.rt_max(Handle));
        /// <summary>Least element.</summary>
        public Tensor min() => Result(Native.rt_min(Handle));
        /// <summary>True when all are.</summary>
        public Tensor all() => Result(Native.rt_all(Handle));
        /// <summary>True when one is.</summary>
        public Tensor any() => Result(Native.rt_any(Handle));
        /// <summary>Euclidean norm of all elements.</summary>
        public Tensor norm() => Result(Native.rt_norm(Handle));
        /// <summary>Sum over dimensions.</summary>
        public unsafe Tensor sum(long[] dim, bool keepdim = false)
        {
            fixed (long* p = dim) return Result(Native.rt_sum_dims(Handle, p, dim.Length, keepdim ? 1 : 0));
        }

        /// <summary>Mean over dimensions.</summary>
        public unsafe Tensor mean(long[] dim, bool keepdim = false)
        {
            fixed (long* p = dim) return Result(Native.rt_mean_dims(Handle, p, dim.Length, keepdim ? 1 : 0));
        }

        /// <summary>Greatest element over dimensions.</summary>
        public unsafe Tensor amax(long[] dim, bool keepdim = false)
        {
            fixed (long* p = dim) return Result(Native.rt_amax(Handle, p, dim.Length, keepdim ? 1 : 0));
        }

        /// <summary>Least element over dimensions.</summary>
        public unsafe Tensor amin(long[] dim, bool keepdim = false)
        {
            fixed (long* p = dim) return Result(Native.rt_amin(Handle, p, dim.Length, keepdim ? 1 : 0));
        }

        /// <summary>Index of the greatest element along a dimension; the first one among equals.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Result(Native.rt_argmax(Handle, dim, keepdim ? 1 : 0));
        /// <summary>Exponentials normalised to sum 1 along a dimension.</summary>
        public Tensor softmax(long dim) => Result(Native.rt_softmax(Handle, dim));
        /// <summary>Logarithm of <see cref="softmax"/>.</summary>
        public Tensor log_softmax(long dim) => Result(Native.rt_log_softmax(Handle, dim));
    }
}
