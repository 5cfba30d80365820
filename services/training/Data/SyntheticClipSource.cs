namespace Rvos.Training.Data;

/// <summary>Clips made from stills: a photograph under camera motion whose own objects are followed, or cut-outs and random shapes that move and bend over one;
/// some of several parts; with look-alike distractors, occluders that pass, objects that leave and come back, motion blur, moving light and shadow, noise and what codecs leave. Masks are exact.</summary>
/// <param name="library">The pictures.</param>
/// <param name="shapeShare">Share of pasted objects that are random shapes.</param>
/// <param name="labelsAll">True labels every object as far as the request goes, largest first, and adds none that are not followed: for networks that find objects by themselves,
/// which cannot know which of several to leave out.</param>
/// <param name="lookAlikeShare">Share of pasted objects beside which a look-alike moves that is not followed.</param>
public sealed class SyntheticClipSource(StillLibrary library, double shapeShare = 0, bool labelsAll = false, double lookAlikeShare = 0) : IClipSource
{
    private const int Tries = 20;
    private const double LeastArea = 0.01, JointShare = 0.3;

    /// <inheritdoc/>
    public Clip Next(ClipRequest request, Random random)
    {
        for (var n = 0; ; n++)
        {
            var clip = labelsAll ? Complete(request, random) : random.NextDouble() < 0.35 ? WholeScene(request, random) : Composite(request, random);
            if (clip is not null || n == Tries) return clip ?? throw new InvalidOperationException("the library holds no object large enough to follow");
        }
    }

    private Clip? WholeScene(ClipRequest request, Random random)
    {
        var still = library.Stills[random.Next(library.Stills.Count)];
        var chosen = still.Objects.OrderBy(_ => random.Next()).Take(request.MaxObjects).ToArray();
        var labelOf = new byte[256];
        for (var i = 0; i < chosen.Length; i++) labelOf[chosen[i]] = (byte)(i + 1);
        // A rider and the horse: several things, one object.
        if (random.NextDouble() < JointShare)
            foreach (var other in still.Objects.Except(chosen).OrderBy(_ => random.Next()).Take(1)) labelOf[other] = 1;
        var covers = Math.Max(request.Width / (double)still.Width, request.Height / (double)still.Height);
        var camera = Camera(request, random, covers * (1 + 0.8 * random.NextDouble()), wave: random.NextDouble() < 0.5 ? 0.03 * request.Width : 0);
        var scene = new Scene(request, random);
        scene.Background(still, camera, labelOf);
        for (var n = random.Next(3) - 1; n > 0; n--) scene.Add(PickSprite(random), 0, SpriteArea(random) * 0.5, random);
        return scene.Render(chosen.Length, LeastArea, random);
    }

    private Clip? Composite(ClipRequest request, Random random)
    {
        var background = library.Backgrounds[random.Next(library.Backgrounds.Count)];
        var covers = Math.Max(request.Width / (double)background.Width, request.Height / (double)background.Height);
        var scene = new Scene(request, random);
        scene.Background(background, Camera(request, random, covers * (1 + 1.2 * random.NextDouble()), 0), null);
        var objects = 1 + random.Next(request.MaxObjects);
        for (var n = random.Next(3); n > 0; n--) scene.Add(PickSprite(random), 0, SpriteArea(random), random);
        for (byte label = 1; label <= objects; label++)
        {
            var sprite = PickSprite(random);
            if (random.NextDouble() < 0.15) scene.Add(sprite, 0, SpriteArea(random) * 0.7, random);
            scene.Add(sprite, label, SpriteArea(random), random);
            if (lookAlikeShare > 0 && random.NextDouble() < lookAlikeShare) scene.AddLookAlike(LookAlike(sprite, random), label, random);
            if (random.NextDouble() < JointShare) scene.AddPart(PickSprite(random), label, SpriteArea(random) * 0.5, random);
        }

        if (random.NextDouble() < 0.3) scene.Add(PickSprite(random), 0, SpriteArea(random) * 0.4, random);
        if (random.NextDouble() < 0.12) scene.AddPasserBy(PickSprite(random), (byte)(1 + random.Next(objects)), SpriteArea(random), random);
        return scene.Render(objects, LeastArea, random);
    }

    private Clip? Complete(ClipRequest request, Random random)
    {
        var pastes = library.Backgrounds.Count > 0 && random.NextDouble() < 0.6;
        var still = pastes ? library.Backgrounds[random.Next(library.Backgrounds.Count)] : library.Stills[random.Next(library.Stills.Count)];
        var known = still.Objects.OrderByDescending(o => still.Labels!.Count(l => l == o)).Take(request.MaxObjects).ToArray();
        byte[]? labelOf = null;
        if (known.Length > 0)
        {
            labelOf = new byte[256];
            for (var i = 0; i < known.Length; i++) labelOf[known[i]] = (byte)(i + 1);
        }

        var covers = Math.Max(request.Width / (double)still.Width, request.Height / (double)still.Height);
        var scene = new Scene(request, random);
        scene.Background(still, Camera(request, random, covers * (1 + 0.5 * random.NextDouble()), 0), labelOf);
        var objects = known.Length;
        for (var n = pastes ? 1 + random.Next(3) : 0; n > 0 && objects < request.MaxObjects; n--) scene.Add(PickSprite(random), (byte)++objects, SpriteArea(random), random);
        return scene.Render(objects, LeastArea, random);
    }

    // Half of them the same picture, the others of its category, where there is another.
    private Sprite LookAlike(Sprite sprite, Random random) =>
        sprite.Kind is { } kind && library.SpritesByKind[kind] is { Length: > 1 } alike && random.Next(2) == 0 ? alike[random.Next(alike.Length)] : sprite;

    private Sprite PickSprite(Random random)
    {
        if (shapeShare > 0 && random.NextDouble() < shapeShare) return ShapeSprite.Draw(library.Backgrounds[random.Next(library.Backgrounds.Count)], random);
        var drawn = library.PhotoSprites.Count == 0 || (library.DrawnSprites.Count > 0 && random.NextDouble() < 0.3);
        var list = drawn ? library.DrawnSprites : library.PhotoSprites;
        return list.Count > 0 ? list[random.Next(list.Count)] : throw new InvalidOperationException("the library holds no object large enough to paste");
    }

    // Share of the frame: mostly 4 to 30 %, as objects that people film are.
    private static double SpriteArea(Random random) => Math.Exp(Math.Log(0.025) + random.NextDouble() * Math.Log(0.40 / 0.025));

    private static Motion Camera(ClipRequest request, Random random, double scale, double wave) =>
        new(random, request.Width * (0.35 + 0.3 * random.NextDouble()), request.Height * (0.35 + 0.3 * random.NextDouble()), scale,
            speed: 0.06 * request.Width * random.NextDouble(), turn: 0.04 * random.NextDouble(), growth: 0.04, wave, extent: request.Height);
}
