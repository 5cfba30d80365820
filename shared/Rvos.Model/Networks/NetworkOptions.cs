namespace Rvos.Model.Networks;

/// <summary>The shape of an RVOS network.</summary>
/// <param name="Encoder">Backbone.</param>
/// <param name="HiddenSize">Channels of the coarsest ConvLSTM; the others have 1/2, 1/4 and 1/8. A multiple of 8.</param>
/// <param name="UsesMask">True for one-shot networks, whose cells also read the object's previous mask.</param>
/// <param name="Width">Channels after the stem: 64 in the published backbones, fewer in slim ones. A multiple of 8.</param>
/// <param name="Matching">True for one-shot networks whose cells also read masks found by appearance (<see cref="MaskMatcher"/>); not in the paper.</param>
public sealed record NetworkOptions(EncoderKind Encoder, int HiddenSize = 128, bool UsesMask = true, int Width = 64, bool Matching = false) : INetworkShape
{
    /// <inheritdoc/>
    public string Summary => $"{Encoder}, hidden size {HiddenSize}{(Matching ? ", matching" : "")}";

    /// <inheritdoc/>
    public int SideStep => 1;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public NetworkOptions Validated()
    {
        if (!Enum.IsDefined(Encoder)) throw new ArgumentException($"unknown encoder {Encoder}");
        if (HiddenSize is < 8 or > 1024 || HiddenSize % 8 != 0) throw new ArgumentException($"hidden size {HiddenSize} is not a multiple of 8 within 8..1024");
        if (Width is < 8 or > 256 || Width % 8 != 0) throw new ArgumentException($"width {Width} is not a multiple of 8 within 8..256");
        if (Matching && !UsesMask) throw new ArgumentException("only one-shot networks match masks by appearance");
        return this;
    }

    /// <summary>Channels of the skip maps s5, s4, s3, s2 (strides 32, 16, 8, 4): h, h, h/2, h/4.</summary>
    public int[] SkipChannels => [HiddenSize, HiddenSize, HiddenSize / 2, HiddenSize / 4];

    /// <summary>Mask channels that each cell reads: 0, 1 (the previous mask) or 3 (and two matched ones).</summary>
    public int MaskChannels => Matching ? 1 + MaskMatcher.Channels : UsesMask ? 1 : 0;

    /// <summary>Hidden channels of the four cells: h, h/2, h/4, h/8.</summary>
    public int[] CellChannels => [HiddenSize, HiddenSize / 2, HiddenSize / 4, HiddenSize / 8];
}
