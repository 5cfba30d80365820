using TorchSharp;
using static TorchSharp.torch;

namespace Rvos.Model.Networks;

/// <summary>The previous mask as the cells read it: 2x2 max-pooling with rounded-up sizes, five times; works on soft and on 0/1 masks.</summary>
public static class MaskPyramid
{
    /// <summary>A mask (N,1,H,W) in [0,1] to strides 32, 16, 8 and 4, coarsest first.</summary>
    public static Tensor[] Build(Tensor mask)
    {
        var x = Pool(mask);
        var maps = new Tensor[4];
        for (var i = 3; i >= 0; i--) maps[i] = x = Pool(x);
        return maps;
    }

    private static Tensor Pool(Tensor x) => nn.functional.max_pool2d(x, [2, 2], [2, 2], ceil_mode: true);
}
