namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A tensor of another shape over the same elements; one size may be -1.</summary>
        public unsafe Tensor view(params long[] shape)
        {
            fixed (long* p = shape) return Result(Native.rt_view(Handle, p, shape.Length));
        }

        /// <summary>As view, copying when it must.</summary>
        public unsafe Tensor reshape(params long[] shape)
        {
            fixed (long* p = shape) return Result(Native.rt_reshape(Handle, p, shape.Length));
        }

        /// <summary>Dimensions in another order, without copying.</summary>
        public unsafe Tensor permute(params long[] permutation)
        {
            fixed (long* p = permutation) return Result(Native.rt_permute(Handle, p, permutation.Length));
        }

        /// <summary>Dimensions of size 1 repeated without copying.</summary>
        public unsafe Tensor expand(params long[] sizes)
        {
            fixed (long* p = sizes) return Result(Native.rt_expand(Handle, p, sizes.Length));
        }

        /// <summary>Elements in reverse order along dimensions.</summary>
        public unsafe Tensor flip(params long[] dims)
        {
            fixed (long* p = dims) return Result(Native.rt_flip(Handle, p, dims.Length));
        }

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => Result(Native.rt_transpose(Handle, dim0, dim1));
        /// <summary>A new dimension of size 1.</summary>
        public Tensor unsqueeze(long dim) => Result(Native.rt_unsqueeze(Handle, dim));
        /// <summary>Without a dimension of size 1.</summary>
        public Tensor squeeze(long dim) => Result(Native.rt_squeeze(Handle, dim));
        /// <summary>Dimensions merged into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Result(Native.rt_flatten(Handle, start_dim, end_dim));
        /// <summary>One entry of a dimension, without copying; the dimension goes.</summary>
        public Tensor select(long dim, long index) => Result(Native.rt_select(Handle, dim, index));
        /// <summary>A range of a dimension, without copying.</summary>
        public Tensor narrow(long dim, long start, long length) => Result(Native.rt_narrow(Handle, dim, start, length));
        /// <summary>Chosen entries of a dimension.</summary>
        public Tensor index_select(long dim, Tensor index) => Result(Native.rt_index_select(Handle, dim, index.Handle), index);
        /// <summary>For each position, the entry of a dimension that the index names.</summary>
        public Tensor gather(long dim, Tensor index) => Result(Native.rt_gather(Handle, dim, index.Handle), index);

        /// <summary>Splits a dimension into at most <paramref name="chunks"/> equal parts, without copying.</summary>
        public Tensor[] chunk(long chunks, long dim = 0)
        {
            var length = size((int)dim);
            var step = (length + chunks - 1) / chunks;
            var parts = new Tensor[(length + step - 1) / step];
            for (var i = 0; i < parts.Length; i++) parts[i] = narrow(dim, i * step, Math.Min(step, length - i * step));
            return parts;
        }
    }
}
