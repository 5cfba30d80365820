namespace Rvos.Video.Layouts;

/// <summary>Ids of KITTI-MOTS: class·1000 + label; 10000 for ignored regions.</summary>
internal sealed class MotsIds(IReadOnlyDictionary<byte, MotsClass>? classes, MotsClass otherwise)
{
    private const int Factor = 1000;

    internal MotsClass ClassOf(byte label) => classes is not null && classes.TryGetValue(label, out var known) ? known : otherwise;

    internal int IdOf(byte label) => ClassOf(label) is var kind && kind == MotsClass.Ignore ? (int)kind * Factor : (int)kind * Factor + label;
}
