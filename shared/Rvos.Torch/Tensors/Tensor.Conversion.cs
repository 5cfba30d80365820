namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Elements converted to another type; the same tensor's alias when it has it.</summary>
        public Tensor to_type(ScalarType type) => Result(Native.rt_to_dtype(Handle, (int)type, 0));
        /// <summary>Elements converted to another type.</summary>
        public Tensor to(ScalarType type) => to_type(type);
        /// <summary>Elements moved to another device.</summary>
        public Tensor to(Device device) => Result(Native.rt_to_device(Handle, (int)device.type, device.index));
        internal void set_data(Device device) => Self(Native.rt_move_(Handle, (int)device.type, device.index));

        /// <summary>Elements in main memory.</summary>
        public Tensor cpu() => to(CPU);
        /// <summary>Elements in row-major order.</summary>
        public Tensor contiguous() => Result(Native.rt_contiguous(Handle, 0));
        /// <summary>A copy, recorded by autograd.</summary>
        public Tensor clone() => Result(Native.rt_clone(Handle));
        /// <summary>Another handle on the same elements.</summary>
        public Tensor alias() => Result(Native.rt_alias(Handle));
        /// <summary>The same elements, without their history.</summary>
        public Tensor detach() => Result(Native.rt_detach(Handle));
        /// <summary>Runs autograd from this scalar.</summary>
        public void backward() => Self(Native.rt_backward(Handle, 0, 0));

        /// <summary>Whether operations on this tensor are recorded.</summary>
        public bool requires_grad
        {
            get => Native.rt_requires_grad(Handle) != 0;
            set => Self(Native.rt_set_requires_grad(Handle, value ? 1 : 0));
        }

        /// <summary>The gradient that <see cref="backward()"/> left, or null. Setting null forgets it.</summary>
        public Tensor? grad
        {
            get => Native.rt_has_grad(Handle) != 0 ? Result(Native.rt_grad(Handle)) : null;
            set => Self(Native.rt_set_grad(Handle, value?.Handle ?? 0), value ?? this);
        }
    }
}
