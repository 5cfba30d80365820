namespace Rvos.Weights;

/// <summary>A tensor with its contiguous, row-major, little-endian bytes.</summary>
/// <param name="Entry">Name, element type and shape.</param>
/// <param name="Bytes">Exactly <see cref="TensorEntry.ByteLength"/> bytes; may share memory with the file it came from.</param>
public sealed record TensorData(TensorEntry Entry, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The elements as single precision, in row-major order (see <see cref="TensorValues.ToSingle"/>).</summary>
    public float[] ToSingleArray()
    {
        var values = new float[checked((int)Entry.ElementCount)];
        TensorValues.ToSingle(Entry.DType, Bytes.Span, values);
        return values;
    }
}
