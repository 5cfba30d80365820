namespace Rvos.Model.Sessions;

/// <summary>How a session treats objects.</summary>
/// <param name="AsOriginal">True keeps the original code's rules for its own protocols: slots are there from the first frame with empty masks,
/// a late mask enters a slot whose state has run on, and only the first frame's masks are read again in the next frame. False is the repaired
/// behaviour: an object starts from its own mask with clean state at any frame, and the mask is read in that frame and the next.</param>
/// <param name="Slots">Slots to open at the start: the objects to discover (zero-shot), or the listed objects under the original's rules.</param>
public sealed record SessionOptions(bool AsOriginal = false, int Slots = 0);
