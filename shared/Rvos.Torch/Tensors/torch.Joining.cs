namespace TorchSharp;

public static partial class torch
{
    /// <summary>Tensors one after the other along an existing dimension.</summary>
    public static unsafe Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        var handles = tensors.Select(t => t.Handle).ToArray();
        fixed (nint* p = handles)
        {
            var result = new Tensor(Native.rt_cat(p, handles.Length, dim));
            GC.KeepAlive(tensors);
            return result;
        }
    }

    /// <summary>Tensors one after the other along a new dimension.</summary>
    public static unsafe Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        var held = tensors.ToArray();
        var handles = held.Select(t => t.Handle).ToArray();
        fixed (nint* p = handles)
        {
            var result = new Tensor(Native.rt_stack(p, handles.Length, dim));
            GC.KeepAlive(held);
            return result;
        }
    }

    /// <summary>Elements of <paramref name="x"/> where the condition is true, of <paramref name="y"/> elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y)
    {
        var result = new Tensor(Native.rt_where(condition.Handle, x.Handle, y.Handle));
        GC.KeepAlive((condition, x, y));
        return result;
    }
}
