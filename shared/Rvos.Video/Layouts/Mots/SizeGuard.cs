namespace Rvos.Video.Layouts.Mots;

/// <summary>All masks of a sequence have the size of its first one.</summary>
internal sealed class SizeGuard
{
    private (int Width, int Height, int Frame)? first;

    /// <exception cref="LayoutException">The size is another one.</exception>
    internal void Check(int width, int height, int frame, string where)
    {
        first ??= (width, height, frame);
        if (first.Value.Width != width || first.Value.Height != height)
            throw new LayoutException($"{where}: the size is {width}x{height}, that of frame {first.Value.Frame} {first.Value.Width}x{first.Value.Height}");
    }
}
