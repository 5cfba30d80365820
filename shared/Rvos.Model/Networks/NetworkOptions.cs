namespace Rvos.Model.Networks;

/// <summary>The shape of an RVOS network.</summary>
/// <param name="Encoder">Backbone.</param>
/// <param name="HiddenSize">Channels of the coarsest ConvLSTM; the others have 1/2, 1/4 and 1/8. A multiple of 8.</param>
/// <param name="UsesMask">True for one-shot networks, whose cells also read the object's previous mask.</param>
/// <param name="Width">Channels after the stem: 64 in the published backbones, fewer in slim ones. A multiple of 8.</param>
/// <param name="Matching">True for one-shot networks whose cells also read masks found by appearance (<see cref="MaskMatcher"/>); not in the paper.</param>
/// <param name="MemoryFrames">Frames of the past, spread over it, in which matching also looks beside the given one (<see cref="MemoryRule"/>): 0 for none.</param>
/// <param name="Mutual">True: matching in those frames counts a pair of places by how nearly each is the other's best match, and finds object and background apart.</param>
/// <param name="Features">True: of the given and the remembered frames the object's hidden map at stride 8 is recalled too, which the cell of that stride reads beside the masks.</param>
/// <param name="SoftAggregation">True: the objects of a frame share its pixels out among them and the background, so that none is claimed twice (<see cref="SoftAggregation"/>).</param>
public sealed record NetworkOptions(EncoderKind Encoder, int HiddenSize = 128, bool UsesMask = true, int Width = 64, bool Matching = false, int MemoryFrames = 0, bool Mutual = false,
    bool Features = false, bool SoftAggregation = false) : INetworkShape
{
    /// <summary>Most frames that a network may remember.</summary>
    public const int MostMemoryFrames = 16;

    /// <inheritdoc/>
    public string Summary => $"{Encoder}, hidden size {HiddenSize}{(Matching ? ", matching" : "")}{(Mutual ? ", mutual" : "")}{(MemoryFrames > 0 ? $", memory of {MemoryFrames} frames" : "")}{(Features ? ", recalled features" : "")}{(SoftAggregation ? ", soft aggregation" : "")}";

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
        if (MemoryFrames is < 0 or > MostMemoryFrames) throw new ArgumentException($"{MemoryFrames} memory frames are not within 0..{MostMemoryFrames}");
        if ((MemoryFrames > 0 || Mutual) && !Matching) throw new ArgumentException("memory frames and mutual matching are parts of matching");
        if (Features && RecalledChannels == 0) throw new ArgumentException("features are recalled only with memory frames or mutual matching");
        if (SoftAggregation && !UsesMask) throw new ArgumentException("only one-shot networks share pixels out among given objects (soft aggregation)");
        return this;
    }

    /// <summary>Channels of the skip maps s5, s4, s3, s2 (strides 32, 16, 8, 4): h, h, h/2, h/4.</summary>
    public int[] SkipChannels => [HiddenSize, HiddenSize, HiddenSize / 2, HiddenSize / 4];

    /// <summary>Mask channels that each cell reads: 0, 1 (the previous mask) or 3 to 5 (and matched ones).</summary>
    public int MaskChannels => Matching ? 1 + MaskMatcher.Channels + RecalledChannels : UsesMask ? 1 : 0;

    /// <summary>Mask channels that come of the given frame and the remembered ones together: 2 (object and background) when matching is mutual, 1 with a memory alone, else 0.</summary>
    public int RecalledChannels => Mutual ? 2 : MemoryFrames > 0 ? 1 : 0;

    /// <summary>Channels of hidden maps that are recalled for the cell at <see cref="MaskMatcher.Level"/>; 0 without <see cref="Features"/>.</summary>
    public int FeatureChannels => Features ? CellChannels[MaskMatcher.Level] : 0;

    /// <summary>Channels that a cell reads between the coarser cell's output and the hidden maps: masks, and at <see cref="MaskMatcher.Level"/> recalled features.</summary>
    public int GivenChannels(int cell) => MaskChannels + (cell == MaskMatcher.Level ? FeatureChannels : 0);

    /// <summary>Hidden channels of the four cells: h, h/2, h/4, h/8.</summary>
    public int[] CellChannels => [HiddenSize, HiddenSize / 2, HiddenSize / 4, HiddenSize / 8];
}
