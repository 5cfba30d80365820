using System.Text;

namespace Rvos.Weights;

/// <summary>Text of pickles.</summary>
internal static class PickleText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static PickleString ReadUnicode(PickleInput input, long length, PickleLimits limits)
    {
        try
        {
            return new PickleString(Strict.GetString(ReadBounded(input, length, limits)));
        }
        catch (DecoderFallbackException)
        {
            throw input.Error("has a string that is not UTF-8");
        }
    }

    /// <summary>A Python 2 <c>str</c>, whose encoding is not recorded.</summary>
    public static PickleString ReadPython2(PickleInput input, long length, PickleLimits limits)
    {
        var bytes = ReadBounded(input, length, limits);
        try
        {
            return new PickleString(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new PickleString(Encoding.Latin1.GetString(bytes));
        }
    }

    public static byte[] ReadBounded(PickleInput input, long length, PickleLimits limits)
    {
        if ((ulong)length > (ulong)limits.MaxStringBytes) throw input.Error($"has a string of {(ulong)length} bytes, at most {limits.MaxStringBytes} are read");
        return input.ReadBytes(length);
    }
}
