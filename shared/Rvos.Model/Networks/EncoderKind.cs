namespace Rvos.Model.Networks;

/// <summary>Backbones of the feature encoder (Ventura et al. 2019 use ResNet-101; the others trade quality for speed).</summary>
public enum EncoderKind
{
    /// <summary>ResNet-18, basic blocks 2,2,2,2.</summary>
    ResNet18,
    /// <summary>ResNet-34, basic blocks 3,4,6,3.</summary>
    ResNet34,
    /// <summary>ResNet-50, bottlenecks 3,4,6,3.</summary>
    ResNet50,
    /// <summary>ResNet-101, bottlenecks 3,4,23,3.</summary>
    ResNet101,
    /// <summary>VGG-16 without batch normalisation; height and width must be multiples of 32.</summary>
    Vgg16,
}
