namespace TorchSharp;

public static partial class torch
{
    /// <summary>A handle on a libtorch tensor. It belongs to the innermost <see cref="DisposeScope"/> of the thread that made it, if any.</summary>
    /// <remarks>The collector does not see native memory: dispose a tensor, or make it within a scope. Every operation may throw
    /// <see cref="System.Runtime.InteropServices.ExternalException"/> with libtorch's message.</remarks>
    public partial class Tensor : IDisposable
    {
        private static long live;
        private nint handle;

        internal Tensor(nint handle)
        {
            this.handle = Native.Checked(handle);
            Interlocked.Increment(ref live);
            DisposeScopeManager.Register(this);
        }

        private protected Tensor(Tensor taken)
        {
            handle = taken.Handle;
            var scope = taken.Owner;
            scope?.Forget(taken);
            taken.handle = 0;
            scope?.Add(this);
        }

        /// <summary>Releases the native tensor if nobody disposed it.</summary>
        ~Tensor() => Release();

        /// <summary>Live tensors of the process, in handles.</summary>
        public static long TotalCount => Interlocked.Read(ref live);

        /// <summary>The native handle.</summary>
        /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
        public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Tensor));

        /// <summary>True once disposed.</summary>
        public bool IsInvalid => handle == 0;

        internal DisposeScope? Owner { get; set; }

        /// <summary>Releases the native tensor now.</summary>
        public void Dispose()
        {
            Owner?.Forget(this);
            Release();
            GC.SuppressFinalize(this);
        }

        /// <summary>Hands the tensor to the enclosing scope, or to nobody when there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            Owner?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of its scope: its holder disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            Owner?.Forget(this);
            return this;
        }

        private void Release()
        {
            var owned = Interlocked.Exchange(ref handle, 0);
            if (owned == 0) return;
            Native.rt_free(owned);
            Interlocked.Decrement(ref live);
        }

        /// <summary>Sizes of all dimensions.</summary>
        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Native.rt_dim(Handle)];
                fixed (long* p = sizes) Native.rt_sizes(handle, p);
                return sizes;
            }
        }

        /// <summary>Steps of all dimensions, in elements.</summary>
        public unsafe long[] stride()
        {
            var strides = new long[Native.rt_dim(Handle)];
            fixed (long* p = strides) Native.rt_strides(handle, p);
            return strides;
        }

        /// <summary>Size of one dimension; negative counts from the last.</summary>
        public long size(int dim)
        {
            var sizes = shape;
            return sizes[dim < 0 ? dim + sizes.Length : dim];
        }

        /// <summary>Number of dimensions.</summary>
        public long dim() => Native.rt_dim(Handle);

        /// <summary>Number of elements.</summary>
        public long numel() => Native.rt_numel(Handle);

        /// <summary>Element type.</summary>
        public ScalarType dtype => (ScalarType)Native.rt_dtype(Handle);

        /// <summary>Where the elements are.</summary>
        public Device device
        {
            get
            {
                var type = (DeviceType)Native.rt_device_type(Handle);
                return new Device(type, type == DeviceType.CPU ? -1 : Native.rt_device_index(handle));
            }
        }

        /// <summary>True when the elements lie in row-major order.</summary>
        public bool is_contiguous() => Native.rt_is_contiguous(Handle, 0) != 0;

        /// <summary>The raw memory of a contiguous CPU tensor; valid while the tensor lives.</summary>
        /// <exception cref="InvalidOperationException">Not contiguous, or not on the CPU.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var data = Data();
                return new Span<byte>(data, checked((int)(numel() * Native.rt_element_size(handle))));
            }
        }

        /// <summary>The elements of a contiguous CPU tensor as <typeparamref name="T"/>.</summary>
        public unsafe Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            Validate<T>();
            return new Utils.TensorAccessor<T>(this, (T*)Data(), checked((int)numel()));
        }

        /// <summary>The only element.</summary>
        /// <exception cref="ArgumentException">There are more, or they are not of type <typeparamref name="T"/>.</exception>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1) throw new ArgumentException($"one element is wanted, this is {this}");
            Validate<T>();
            Native.Checked(Native.rt_item(Handle, out var real, out var whole));
            object value = dtype switch
            {
                ScalarType.Float32 => (float)real,
                ScalarType.Float64 => real,
                ScalarType.Int64 => whole,
                ScalarType.Int32 => (int)whole,
                ScalarType.Int16 => (short)whole,
                ScalarType.Int8 => (sbyte)whole,
                ScalarType.Byte => (byte)whole,
                _ => whole != 0,
            };
            return (T)value;
        }

        /// <inheritdoc/>
        public override string ToString() => IsInvalid ? "disposed tensor" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        private void Validate<T>()
        {
            var element = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.Bool => typeof(bool),
                _ => null,
            };
            if (element != typeof(T)) throw new ArgumentException($"a tensor of {dtype} has no elements of type {typeof(T).Name}");
        }

        private unsafe void* Data()
        {
            if (device.type != DeviceType.CPU || !is_contiguous())
                throw new InvalidOperationException($"direct access wants a contiguous tensor on the CPU, this is {this}");
            var data = Native.rt_data(handle);
            return data != null || numel() == 0 ? data : throw new InvalidOperationException("tensor without memory");
        }
    }
}
