namespace Rvos.Weights;

/// <summary>What the reader does for each global of its allow-list.</summary>
internal enum PickleGlobalKind
{
    OrderedDict,
    Namespace,
    Size,
    RebuildTensor,
    RebuildParameter,
    Encode,
    Storage,
}
