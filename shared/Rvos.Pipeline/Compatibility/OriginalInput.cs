using Rvos.Model;
using Rvos.Model.Inference;
using Rvos.Model.Sessions;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Compatibility;

/// <summary>Network input and binary output of the original: frames BILINEAR, labels NEAREST, neither cropped nor padded, masks where the probability is
/// strictly above one half.</summary>
internal sealed class OriginalInput(ModelDescription description)
{
    private readonly int width = description.InputWidth, height = description.InputHeight;

    internal IFrameFeatures Encode(RvosModel model, RgbImage image)
    {
        var input = new byte[width * height * 3];
        new PilResizer(image.Width, image.Height, width, height).Bilinear(image.Rgb, input);
        return model.Encode(input, 1);
    }

    internal byte[] Labels(LabelMask annotation) => new PilResizer(annotation.Width, annotation.Height, width, height).Nearest(annotation.Labels);

    internal LabelMask Binary(ObjectMask mask) => new(width, height, Array.ConvertAll(mask.Probabilities, p => p > 0.5f ? byte.MaxValue : (byte)0));
}
