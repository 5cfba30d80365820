using System.Runtime.InteropServices;
using OpenCvSharp;
using Rvos.Video.Imaging;

namespace Rvos.OpenCv.Pictures;

/// <summary>Pictures as JPEG (ITU-T T.81, 4:2:0), in this process: for previews and reports. Nothing here reads JPEG: that is ffmpeg's.</summary>
public static class JpegEncoder
{
    /// <summary>The longest side of a JPEG.</summary>
    public const int MostSide = 65_535;

    /// <summary>Encodes a picture. The same pixels give the same bytes.</summary>
    /// <param name="image">Bytes (H,W,3), sides of at most <see cref="MostSide"/>.</param>
    /// <param name="quality">libjpeg's scale, 1 to 100 (best). Default 85.</param>
    /// <exception cref="ArgumentException">The picture is larger than a JPEG can be.</exception>
    /// <exception cref="OpenCvMissingException">OpenCV's library is not there.</exception>
    public static byte[] Encode(RgbImage image, int quality = 85)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (image.Width > MostSide || image.Height > MostSide) throw new ArgumentException($"a picture of {image.Width}x{image.Height} pixels, a JPEG has {MostSide} at most on a side", nameof(image));
        OpenCvLibrary.Need();
        var pixels = GCHandle.Alloc(image.Rgb, GCHandleType.Pinned);
        try
        {
            using var rgb = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, pixels.AddrOfPinnedObject());
            using var bgr = new Mat();
            Cv2.CvtColor(rgb, bgr, ColorConversionCodes.RGB2BGR);
            Cv2.ImEncode(".jpg", bgr, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
            return jpeg;
        }
        finally
        {
            pixels.Free();
        }
    }
}
