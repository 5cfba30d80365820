namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private Tensor Result(nint made)
        {
            GC.KeepAlive(this);
            return new Tensor(made);
        }

        private Tensor Result(nint made, Tensor other)
        {
            GC.KeepAlive(other);
            return Result(made);
        }

        private Tensor Self(int status)
        {
            Native.Checked(status);
            GC.KeepAlive(this);
            return this;
        }

        private Tensor Self(int status, Tensor other)
        {
            GC.KeepAlive(other);
            return Self(status);
        }

        /// <summary>Minus each element.</summary>
        public Tensor neg() => Result(Native.rt_neg(Handle));
        /// <summary>Absolute value.</summary>
        public Tensor abs() => Result(Native.rt_abs(Handle));
        /// <summary>e to each element.</summary>
        public Tensor exp() => Result(Native.rt_exp(Handle));
        /// <summary>Natural logarithm.</summary>
        public Tensor log() => Result(Native.rt_log(Handle));
        /// <summary>Square root.</summary>
        public Tensor sqrt() => Result(Native.rt_sqrt(Handle));
        /// <summary>Logistic function.</summary>
        public Tensor sigmoid() => Result(Native.rt_sigmoid(Handle));
        /// <summary>Hyperbolic tangent.</summary>
        public Tensor tanh() => Result(Native.rt_tanh(Handle));
        /// <summary>max(x, 0).</summary>
        public Tensor relu() => Result(Native.rt_relu(Handle));
        /// <summary>Largest whole number not above.</summary>
        public Tensor floor() => Result(Native.rt_floor(Handle));
        /// <summary>Nearest whole number, halves to even.</summary>
        public Tensor round() => Result(Native.rt_round(Handle));
        /// <summary>True where not a number.</summary>
        public Tensor isnan() => Result(Native.rt_isnan(Handle));
        /// <summary>True where neither infinite nor not a number.</summary>
        public Tensor isfinite() => Result(Native.rt_isfinite(Handle));
        /// <summary>Negation.</summary>
        public Tensor logical_not() => Result(Native.rt_logical_not(Handle));
        /// <summary>x².</summary>
        public Tensor square() => Result(Native.rt_square(Handle));
        /// <summary>Logistic function, in place.</summary>
        public Tensor sigmoid_() => Self(Native.rt_sigmoid_(Handle));
        /// <summary>Hyperbolic tangent, in place.</summary>
        public Tensor tanh_() => Self(Native.rt_tanh_(Handle));
        /// <summary>max(x, 0), in place.</summary>
        public Tensor relu_() => Self(Native.rt_relu_(Handle));
        /// <summary>Sets all to zero.</summary>
        public Tensor zero_() => Self(Native.rt_zero_(Handle));
        /// <summary>Square root, in place.</summary>
        public Tensor sqrt_() => Self(Native.rt_sqrt_(Handle));
    }
}
