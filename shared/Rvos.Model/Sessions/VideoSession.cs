using Rvos.Model.Inference;
using Rvos.Model.Networks;

namespace Rvos.Model.Sessions;

/// <summary>The recurrent state of one video: objects in a fixed order, each with its cells' state and previous mask. Object ids never change; memory
/// depends on the number of objects and the input size, never on the number of frames. Not safe for two threads at once.</summary>
public sealed class VideoSession : IDisposable
{
    private readonly IInferenceEngine engine;
    private readonly ModelDescription model;
    private readonly SessionOptions options;
    private readonly List<SessionObject> objects = [];
    private readonly SessionMatcher? matcher;

    internal VideoSession(IInferenceEngine engine, ModelDescription model, SessionOptions options)
    {
        (this.engine, this.model, this.options) = (engine, model, options);
        if (engine.Finder is { } finder) matcher = new SessionMatcher(engine, finder, Network!, model.InputHeight, model.InputWidth);
        for (var id = 1; id <= options.Slots; id++)
            objects.Add(new SessionObject(id) { PreviousMask = model.IsOneShot ? new float[Pixels] : null });
    }

    /// <summary>Ids of the objects, in the order in which they are decoded.</summary>
    public IReadOnlyList<int> ObjectIds => objects.Select(o => o.Id).ToArray();

    /// <summary>Frames decoded so far.</summary>
    public long FrameCount { get; private set; }

    private NetworkOptions? Network => model.Network as NetworkOptions;

    private int Pixels => model.InputHeight * model.InputWidth;

    /// <summary>Adds an object that is seen in the next frame.</summary>
    /// <param name="id">Its id, from 1.</param>
    /// <param name="mask">Its mask in that frame, (H,W) at the input size in [0,1].</param>
    /// <param name="isCoarse">True: the mask is a coarse one (<see cref="ModelDescription.TakesCoarsePrompts"/>), and what the network finds in that frame takes its place.</param>
    /// <exception cref="ArgumentException">The id is in use or not positive, the mask has another size, or the model takes no such masks.</exception>
    public void AddObject(int id, ReadOnlySpan<float> mask, bool isCoarse = false)
    {
        if (id < 1) throw new ArgumentException($"object id {id} is not positive", nameof(id));
        if (objects.Any(o => o.Id == id)) throw new ArgumentException($"object {id} is in the session already", nameof(id));
        var given = Checked(mask, isCoarse);
        objects.Add(new SessionObject(id) { PreviousMask = given, IsGiven = true, IsCoarse = isCoarse });
    }

    /// <summary>Gives an object's mask in the next frame anew: a correction. Its state starts clean, except under the original's rules.</summary>
    /// <exception cref="ArgumentException">No such object, a mask of another size, or a coarse one that the model does not take.</exception>
    public void CorrectObject(int id, ReadOnlySpan<float> mask, bool isCoarse = false)
    {
        var target = objects.Find(o => o.Id == id) ?? throw new ArgumentException($"there is no object {id}", nameof(id));
        target.PreviousMask = Checked(mask, isCoarse);
        (target.IsGiven, target.IsCoarse) = (true, isCoarse);
        if (options.AsOriginal) return;
        target.State?.Dispose();
        target.State = null;
    }

    /// <summary>Removes an object and its state.</summary>
    /// <returns>False when there is no such object.</returns>
    public bool RemoveObject(int id)
    {
        var index = objects.FindIndex(o => o.Id == id);
        if (index < 0) return false;
        objects[index].Dispose();
        objects.RemoveAt(index);
        return true;
    }

    /// <summary>Decodes the next frame of the video.</summary>
    /// <param name="features">Encoded frames.</param>
    /// <param name="frame">Index of the frame among them.</param>
    /// <returns>A mask for each object, in their order.</returns>
    public IReadOnlyList<ObjectMask> Step(IFrameFeatures features, int frame)
    {
        var masks = new List<float[]>(objects.Count);
        var states = new List<IObjectState>(objects.Count);
        try
        {
            if (objects.Count > 0) matcher?.Enter(features, frame, objects);
            foreach (var item in objects)
            {
                var probabilities = new float[Pixels];
                // The original resets the spatial state for T networks only once a temporal state exists: not in the first frame.
                var spatial = states.Count == 0 || (model.Recurrence == Recurrence.Temporal && FrameCount > 0) ? null : states[^1];
                var temporal = model.Recurrence == Recurrence.Spatial ? null : item.State;
                states.Add(engine.Step(features, frame, item.PreviousMask, matcher?.Of(item), spatial, temporal, probabilities));
                masks.Add(probabilities);
            }
        }
        catch
        {
            foreach (var state in states) state.Dispose();
            throw;
        }

        if (Network is { SoftAggregation: true }) SoftAggregation.Apply(masks);
        var results = objects.Zip(masks, (item, mask) => new ObjectMask(item.Id, mask, item.IsGiven && !item.IsCoarse)).ToList();
        Advance(results, states);
        return results;
    }

    /// <summary>Writes the whole state; the same state always gives the same bytes.</summary>
    public void Save(Stream stream) => SessionFormat.Write(stream, model, FrameCount, objects, matcher?.Before);

    /// <summary>Replaces the whole state by one that <see cref="Save"/> wrote with the same model and precision.</summary>
    /// <exception cref="InvalidDataException">It is not such a state; the session is unchanged.</exception>
    public void Load(Stream stream)
    {
        var (frameCount, loaded, before) = SessionFormat.Read(stream, model, engine);
        foreach (var item in objects) item.Dispose();
        objects.Clear();
        objects.AddRange(loaded);
        FrameCount = frameCount;
        if (matcher is not null) matcher.Before = before;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in objects) item.Dispose();
        objects.Clear();
    }

    private void Advance(List<ObjectMask> results, List<IObjectState> states)
    {
        for (var i = 0; i < objects.Count; i++)
        {
            var item = objects[i];
            item.State?.Dispose();
            item.State = states[i];
            var readsGivenMaskAgain = (options.AsOriginal ? FrameCount == 0 : item.IsGiven) && !item.IsCoarse;
            if (model.IsOneShot && !readsGivenMaskAgain) item.PreviousMask = results[i].Probabilities;
            item.IsGiven = false;
        }

        if (objects.Count > 0) matcher?.Leave(objects);
        foreach (var item in objects) item.IsCoarse = false;
        FrameCount++;
    }

    private float[] Checked(ReadOnlySpan<float> mask, bool isCoarse)
    {
        if (isCoarse && !model.TakesCoarsePrompts) throw new ArgumentException($"{model.Name} was not trained with coarse masks");
        if (!model.IsOneShot) throw new ArgumentException($"{model.Name} discovers objects by itself and takes no masks");
        if (mask.Length != Pixels) throw new ArgumentException($"a mask of {mask.Length} pixels, {model.InputWidth}x{model.InputHeight} expected", nameof(mask));
        foreach (var value in mask)
            if (!(value is >= 0 and <= 1)) throw new ArgumentException("a mask value is outside [0,1]", nameof(mask));
        return mask.ToArray();
    }
}
