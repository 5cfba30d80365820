using Rvos.Model.Networks;

namespace Rvos.Model.S2S;

/// <summary>The shape of an S2S network: S2S (Xu et al. 2018) has a ConvLSTM at the bottleneck only; S2S++ (Azimi et al. 2020) adds skip connections, a ConvLSTM in
/// one or two of them (skip-memories), and a branch that predicts each pixel's distance to the object's border.</summary>
/// <param name="Width">Channels of VGG-16's first convolution: 64 as published. A multiple of 8 within 8..256.</param>
/// <param name="SkipMemories">Skip connections with a ConvLSTM: 0, 1 (stride 16) or 2 (strides 16 and 8).</param>
/// <param name="HasSkips">True when the decoder reads the encoder's maps at all strides.</param>
/// <param name="HasDistances">True for the multi-task network, which predicts distance classes beside the mask.</param>
/// <param name="Border">Distance in pixels up to which classes tell distances apart, 1..100.</param>
/// <param name="Bin">Pixels of distance to a class, 1..<paramref name="Border"/>.</param>
/// <param name="HeadFactor">Channels inside the encoder's head, in units of the width. The authors' code has 3136, VGG's first fully connected layer viewed in another shape.</param>
/// <param name="InitialiserFactor">Channels inside the initialiser's head, in units of the width. The authors' code has 64.</param>
public sealed record S2sOptions(
    int Width = 64, int SkipMemories = 2, bool HasSkips = true, bool HasDistances = true, int Border = 20, int Bin = 1, int HeadFactor = 64, int InitialiserFactor = 64) : INetworkShape
{
    /// <summary>The factor of the authors' encoder head.</summary>
    public const int OriginalHeadFactor = 3136;

    /// <summary>S2S without skip connections, memories in them, or distances.</summary>
    public static S2sOptions Plain { get; } = new(SkipMemories: 0, HasSkips: false, HasDistances: false);

    /// <inheritdoc/>
    public bool UsesMask => true;

    /// <inheritdoc/>
    public string Summary => $"VGG-16 {Architecture}, width {Width}, {SkipMemories} skip-memories";

    /// <inheritdoc/>
    public int SideStep => 32;

    /// <summary>"s2s" for <see cref="Plain"/> at any width, else "s2s++".</summary>
    public string Architecture => !HasSkips && !HasDistances && SkipMemories == 0 ? "s2s" : "s2s++";

    /// <summary>Distance classes, and channels of each branch before the mask: 2·(border/bin) + 2.</summary>
    public int Classes => new DistanceScale(Border, Bin).Classes;

    /// <summary>Memories: one at the bottleneck and those in the skip connections.</summary>
    public int Memories => 1 + SkipMemories;

    /// <summary>Channels of each memory's maps, at strides 32, 16 and 8.</summary>
    public IReadOnlyList<int> MemoryChannels => new[] { 8 * Width, 8 * Width, 4 * Width }[..Memories];

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public S2sOptions Validated()
    {
        if (Width is < 8 or > 256 || Width % 8 != 0) throw new ArgumentException($"width {Width} is not a multiple of 8 within 8..256");
        if (SkipMemories is < 0 or > 2) throw new ArgumentException($"{SkipMemories} skip-memories: 0, 1 or 2 are possible");
        if (SkipMemories > 0 && !HasSkips) throw new ArgumentException("skip-memories need skip connections");
        if (Border is < 1 or > 100) throw new ArgumentException($"border {Border} is not within 1..100");
        if (Bin < 1 || Bin > Border) throw new ArgumentException($"bin {Bin} is not within 1..{Border}, the border");
        if (HeadFactor is < 1 or > OriginalHeadFactor) throw new ArgumentException($"head factor {HeadFactor} is not within 1..{OriginalHeadFactor}");
        if (InitialiserFactor is < 1 or > 256) throw new ArgumentException($"initialiser factor {InitialiserFactor} is not within 1..256");
        return this;
    }
}
