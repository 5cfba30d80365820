namespace Rvos.Model.Inference;

/// <summary>The start of a saved pyramid: element type, number of frames, input size.</summary>
/// <param name="Type">Of the elements, as the engine numbers it.</param>
/// <param name="Frames">N.</param>
/// <param name="Height">Rows of the frames.</param>
/// <param name="Width">Columns of the frames.</param>
internal readonly record struct PyramidHeader(byte Type, int Frames, int Height, int Width)
{
    private const uint Magic = 0x50465652; // "RVFP"
    private const int MaxFrames = 1024, MaxSide = 4096;

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Magic);
        writer.Write(Type);
        writer.Write(Frames);
        writer.Write(Height);
        writer.Write(Width);
    }

    /// <exception cref="InvalidDataException">It is no pyramid, or one of another engine.</exception>
    internal static PyramidHeader Read(BinaryReader reader, byte type)
    {
        if (reader.ReadUInt32() != Magic) throw new InvalidDataException("not a saved feature pyramid");
        var header = new PyramidHeader(reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (header.Type != type) throw new InvalidDataException("the feature pyramid has another element type than this engine: encoder and decoder must run with the same precision");
        if (header.Frames is < 1 or > MaxFrames || header.Height is < 1 or > MaxSide || header.Width is < 1 or > MaxSide)
            throw new InvalidDataException($"a feature pyramid of an impossible size ({header.Frames},{header.Height},{header.Width})");
        return header;
    }
}
