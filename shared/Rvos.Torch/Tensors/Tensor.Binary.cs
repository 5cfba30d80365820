namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum, element by element with broadcasting.</summary>
        public Tensor add(Tensor other) => Result(Native.rt_add(Handle, other.Handle), other);
        /// <summary>Sum, of each element and a number.</summary>
        public Tensor add(Scalar other) => Result(Native.rt_add_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Difference, element by element with broadcasting.</summary>
        public Tensor sub(Tensor other) => Result(Native.rt_sub(Handle, other.Handle), other);
        /// <summary>Difference, of each element and a number.</summary>
        public Tensor sub(Scalar other) => Result(Native.rt_sub_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Product, element by element with broadcasting.</summary>
        public Tensor mul(Tensor other) => Result(Native.rt_mul(Handle, other.Handle), other);
        /// <summary>Product, of each element and a number.</summary>
        public Tensor mul(Scalar other) => Result(Native.rt_mul_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Quotient, element by element with broadcasting.</summary>
        public Tensor div(Tensor other) => Result(Native.rt_div(Handle, other.Handle), other);
        /// <summary>Quotient, of each element and a number.</summary>
        public Tensor div(Scalar other) => Result(Native.rt_div_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>True where equal, element by element with broadcasting.</summary>
        public Tensor eq(Tensor other) => Result(Native.rt_eq(Handle, other.Handle), other);
        /// <summary>True where equal, of each element and a number.</summary>
        public Tensor eq(Scalar other) => Result(Native.rt_eq_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>True where different, element by element with broadcasting.</summary>
        public Tensor ne(Tensor other) => Result(Native.rt_ne(Handle, other.Handle), other);
        /// <summary>True where different, of each element and a number.</summary>
        public Tensor ne(Scalar other) => Result(Native.rt_ne_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>True where greater, element by element with broadcasting.</summary>
        public Tensor gt(Tensor other) => Result(Native.rt_gt(Handle, other.Handle), other);
        /// <summary>True where greater, of each element and a number.</summary>
        public Tensor gt(Scalar other) => Result(Native.rt_gt_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>True where not less, element by element with broadcasting.</summary>
        public Tensor ge(Tensor other) => Result(Native.rt_ge(Handle, other.Handle), other);
        /// <summary>True where not less, of each element and a number.</summary>
        public Tensor ge(Scalar other) => Result(Native.rt_ge_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>True where less, element by element with broadcasting.</summary>
        public Tensor lt(Tensor other) => Result(Native.rt_lt(Handle, other.Handle), other);
        /// <summary>True where less, of each element and a number.</summary>
        public Tensor lt(Scalar other) => Result(Native.rt_lt_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>True where not greater, element by element with broadcasting.</summary>
        public Tensor le(Tensor other) => Result(Native.rt_le(Handle, other.Handle), other);
        /// <summary>True where not greater, of each element and a number.</summary>
        public Tensor le(Scalar other) => Result(Native.rt_le_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Power, element by element with broadcasting.</summary>
        public Tensor pow(Tensor other) => Result(Native.rt_pow(Handle, other.Handle), other);
        /// <summary>Power, of each element and a number.</summary>
        public Tensor pow(Scalar other) => Result(Native.rt_pow_scalar(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Sum, in place.</summary>
        public Tensor add_(Tensor other) => Self(Native.rt_add_(Handle, other.Handle), other);
        /// <summary>Sum with a number, in place.</summary>
        public Tensor add_(Scalar other) => Self(Native.rt_add_scalar_(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Difference, in place.</summary>
        public Tensor sub_(Tensor other) => Self(Native.rt_sub_(Handle, other.Handle), other);
        /// <summary>Difference with a number, in place.</summary>
        public Tensor sub_(Scalar other) => Self(Native.rt_sub_scalar_(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Product, in place.</summary>
        public Tensor mul_(Tensor other) => Self(Native.rt_mul_(Handle, other.Handle), other);
        /// <summary>Product with a number, in place.</summary>
        public Tensor mul_(Scalar other) => Self(Native.rt_mul_scalar_(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Quotient, in place.</summary>
        public Tensor div_(Tensor other) => Self(Native.rt_div_(Handle, other.Handle), other);
        /// <summary>Quotient with a number, in place.</summary>
        public Tensor div_(Scalar other) => Self(Native.rt_div_scalar_(Handle, other.Real, other.Whole, other.Tag));
        /// <summary>Adds <paramref name="alpha"/>·<paramref name="other"/>, in place.</summary>
        public Tensor add_(Tensor other, Scalar alpha) => Self(Native.rt_add_scaled_(Handle, other.Handle, alpha.Real), other);
        /// <summary>Adds <paramref name="value"/>·<paramref name="tensor1"/>·<paramref name="tensor2"/>, in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Self(Native.rt_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Real), tensor1);
            GC.KeepAlive(tensor2);
            return this;
        }
        /// <summary>Adds <paramref name="value"/>·<paramref name="tensor1"/>/<paramref name="tensor2"/>, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Self(Native.rt_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Real), tensor1);
            GC.KeepAlive(tensor2);
            return this;
        }
        /// <summary>The greater of two elements.</summary>
        public Tensor maximum(Tensor other) => Result(Native.rt_maximum(Handle, other.Handle), other);
        /// <summary>The lesser of two elements.</summary>
        public Tensor minimum(Tensor other) => Result(Native.rt_minimum(Handle, other.Handle), other);
        /// <summary>True where both are.</summary>
        public Tensor logical_and(Tensor other) => Result(Native.rt_logical_and(Handle, other.Handle), other);
        /// <summary>True where one is.</summary>
        public Tensor logical_or(Tensor other) => Result(Native.rt_logical_or(Handle, other.Handle), other);
        /// <summary>Matrix product.</summary>
        public Tensor matmul(Tensor other) => Result(Native.rt_matmul(Handle, other.Handle), other);
        /// <summary>Elements kept within [<paramref name="min"/>, <paramref name="max"/>].</summary>
        public Tensor clamp(Scalar min, Scalar max) => Result(Native.rt_clamp(Handle, min.Real, max.Real));
        /// <summary>A number where the mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Result(Native.rt_masked_fill(Handle, mask.Handle, value.Real), mask);
        /// <summary>Copies all elements of another tensor, converting type and device.</summary>
        public Tensor copy_(Tensor source) => Self(Native.rt_copy_(Handle, source.Handle), source);
        /// <summary>Sets all elements to a number.</summary>
        public Tensor fill_(Scalar value) => Self(Native.rt_fill_(Handle, value.Real, value.Whole, value.Tag));
    }
}
