namespace Rvos.Training.Data;

/// <summary>The original's augmentation: one affine map for all frames of a clip, composed of rotation, translation, shear and zoom in this order,
/// in (row, column) coordinates about the image's centre; every output pixel takes the nearest input pixel, borders are repeated.</summary>
/// <param name="RotationDegrees">Turn in degrees; the original draws from ±10.</param>
/// <param name="TranslationRows">Shift as a share of the height; from ±0.1.</param>
/// <param name="TranslationColumns">Shift as a share of the width; from ±0.1.</param>
/// <param name="ShearDegrees">Shear in degrees; from ±0.1, which is practically none.</param>
/// <param name="ZoomRows">Factor along rows; from 0.7 to 1.4, below one magnifies.</param>
/// <param name="ZoomColumns">Factor along columns; likewise.</param>
public sealed record AffineAugmentation(double RotationDegrees, double TranslationRows, double TranslationColumns, double ShearDegrees, double ZoomRows, double ZoomColumns)
{
    /// <summary>The 3x3 matrix, row by row, from output to input coordinates of an image of a size.</summary>
    public float[] Matrix(int height, int width)
    {
        var (sin, cos) = Math.SinCos(RotationDegrees * Math.PI / 180);
        var (shearSin, shearCos) = Math.SinCos(ShearDegrees * Math.PI / 180);
        var (rows, columns) = (TranslationRows * height, TranslationColumns * width);
        return
        [
            (float)(cos * ZoomRows), (float)((-cos * shearSin - sin * shearCos) * ZoomColumns), (float)(cos * rows - sin * columns),
            (float)(sin * ZoomRows), (float)((-sin * shearSin + cos * shearCos) * ZoomColumns), (float)(sin * rows + cos * columns),
            0, 0, 1,
        ];
    }

    /// <summary>Warps planes (C,H,W).</summary>
    public T[] Apply<T>(ReadOnlySpan<T> planes, int channels, int height, int width)
    {
        if (planes.Length != channels * height * width) throw new ArgumentException("planes of another size", nameof(planes));
        var m = Matrix(height, width);
        var output = new T[planes.Length];
        float middleRow = height / 2f - 0.5f, middleColumn = width / 2f - 0.5f;
        for (var r = 0; r < height; r++)
        {
            for (var c = 0; c < width; c++)
            {
                var (y, x) = (r - middleRow, c - middleColumn);
                var row = Nearest(m[0] * y + m[1] * x + m[2] + middleRow, height);
                var column = Nearest(m[3] * y + m[4] * x + m[5] + middleColumn, width);
                for (var k = 0; k < channels; k++) output[(k * height + r) * width + c] = planes[(k * height + row) * width + column];
            }
        }

        return output;
    }

    /// <summary>Warps an interleaved image (H,W,C) in place.</summary>
    public void ApplyInterleaved(Span<byte> image, int channels, int height, int width)
    {
        var planes = new byte[image.Length];
        var pixels = height * width;
        for (var i = 0; i < image.Length; i++) planes[i % channels * pixels + i / channels] = image[i];
        planes = Apply<byte>(planes, channels, height, width);
        for (var i = 0; i < image.Length; i++) image[i] = planes[i % channels * pixels + i / channels];
    }

    private static int Nearest(float position, int size) => (int)MathF.Round(Math.Clamp(position, 0, size - 1), MidpointRounding.ToEven);
}
