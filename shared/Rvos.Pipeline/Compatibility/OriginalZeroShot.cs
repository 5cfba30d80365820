using Rvos.Model;
using Rvos.Model.Sessions;
using Rvos.Video.Imaging;
using Rvos.Video.Masks;

namespace Rvos.Pipeline.Compatibility;

/// <summary>The original project's zero-shot evaluation (RVOS, Ventura et al. 2019): always ten masks for each frame; which of them are objects is decided
/// afterwards, by <see cref="OriginalMerge"/>.</summary>
public sealed class OriginalZeroShot
{
    /// <summary>Masks of each frame.</summary>
    public const int Instances = 10;

    private readonly RvosModel model;
    private readonly OriginalInput input;

    /// <summary>Uses a zero-shot model, whose input size decides that of the masks.</summary>
    /// <param name="model">The model; it outlives this.</param>
    /// <exception cref="ArgumentException">The model follows given masks.</exception>
    public OriginalZeroShot(RvosModel model)
    {
        if (model.Description.IsOneShot) throw new ArgumentException($"model '{model.Description.Name}' follows given objects", nameof(model));
        (this.model, input) = (model, new OriginalInput(model.Description));
    }

    /// <summary>Segments a sequence.</summary>
    /// <param name="frames">Frames in order.</param>
    /// <returns>For each frame ten masks (H,W) at the model's input size with the values 0 and 255.</returns>
    public IEnumerable<IReadOnlyList<LabelMask>> Segment(IEnumerable<RgbImage> frames)
    {
        using var session = model.CreateSession(new SessionOptions(AsOriginal: true, Slots: Instances));
        foreach (var frame in frames)
        {
            using var features = input.Encode(model, frame);
            yield return session.Step(features, 0).Select(input.Binary).ToArray();
        }
    }
}
