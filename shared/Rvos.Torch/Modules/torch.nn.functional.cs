namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss is reduced.</summary>
        public enum Reduction
        {
            /// <summary>Not at all.</summary>
            None = 0,
            /// <summary>Mean of all elements.</summary>
            Mean = 1,
            /// <summary>Sum of all elements.</summary>
            Sum = 2,
        }

        /// <summary>Networks' operations without parameters of their own.</summary>
        public static class functional
        {
            /// <summary>Convolution (N,C,H,W) with (O,C/groups,k,k). Steps must be equal along both axes in this slice.</summary>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Made(Native.rt_conv2d(input.Handle, weight.Handle, bias?.Handle ?? 0, One(strides, 1), One(padding, 0), One(dilation, 1), groups),
                    (input, weight, bias));

            /// <summary>Batch normalisation over (N,H,W). Updates the running statistics in place when training.</summary>
            public static Tensor batch_norm(Tensor input, Tensor running_mean, Tensor running_var, Tensor? weight = null,
                Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                Made(Native.rt_batch_norm(input.Handle, weight?.Handle ?? 0, bias?.Handle ?? 0, running_mean.Handle, running_var.Handle,
                    training ? 1 : 0, momentum, eps), (input, running_mean, running_var, weight, bias));

            /// <summary>Greatest element of each window. Steps must be given: their default differs between versions of TorchSharp.</summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[] strides, long[]? padding = null,
                long[]? dilation = null, bool ceil_mode = false)
            {
                if (One(dilation, 1) != 1) throw new ArgumentException("dilation is not supported", nameof(dilation));
                return Made(Native.rt_max_pool2d(input.Handle, One(kernel_size, 0), One(strides, 0), One(padding, 0), ceil_mode ? 1 : 0), input);
            }

            /// <summary>Mean of each window; windows that a rounded-up size lets reach over the edge are means of what they cover. Steps must be given.</summary>
            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[] strides, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                Made(Native.rt_avg_pool2d(input.Handle, One(kernel_size, 0), One(strides, 0), One(padding, 0), ceil_mode ? 1 : 0, count_include_pad ? 1 : 0), input);

            /// <summary>Resamples (N,C,H,W) to a size, bilinear or nearest.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null)
            {
                if (size is not { Length: 2 } || scale_factor is not null) throw new ArgumentException("a size of two numbers is needed, factors are not supported", nameof(size));
                return mode == InterpolationMode.Bilinear
                    ? Made(Native.rt_upsample_bilinear(x.Handle, size[0], size[1], align_corners == true ? 1 : 0), x)
                    : Made(Native.rt_upsample_nearest(x.Handle, size[0], size[1]), x);
            }

            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x) => x.relu();

            /// <summary>Zeroes whole channels with a probability, scaling the others.</summary>
            public static Tensor dropout2d(Tensor input, double probability = 0.5, bool training = true) =>
                Made(Native.rt_dropout2d(input.Handle, probability, training ? 1 : 0), input);

            /// <summary>Binary cross-entropy of logits, stable for large ones.</summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Made(Native.rt_bce_with_logits(input.Handle, target.Handle, weight?.Handle ?? 0, (long)reduction), (input, target, weight));

            /// <summary>Cross-entropy of class scores (N,C,…) and classes (N,…).</summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Made(Native.rt_cross_entropy(input.Handle, target.Handle, (long)reduction), (input, target));

            private static long One(long[]? values, long otherwise)
            {
                if (values is null) return otherwise;
                return values.Distinct().Count() == 1 ? values[0] : throw new ArgumentException("unequal steps along the axes are not supported");
            }

            private static Tensor Made(nint handle, object inputs)
            {
                GC.KeepAlive(inputs);
                return new Tensor(handle);
            }
        }
    }

    /// <summary>Ways to resample.</summary>
    public enum InterpolationMode
    {
        /// <summary>The nearest element.</summary>
        Nearest = 0,
        /// <summary>Weighted mean of four.</summary>
        Bilinear = 2,
    }
}
