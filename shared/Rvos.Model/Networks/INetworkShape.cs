namespace Rvos.Model.Networks;

/// <summary>The shape of a network, as weights files describe it.</summary>
public interface INetworkShape
{
    /// <summary>True for one-shot networks, which follow objects whose masks are given.</summary>
    bool UsesMask { get; }

    /// <summary>For people: "ResNet18, hidden size 64".</summary>
    string Summary { get; }

    /// <summary>Frames' sides must be multiples of this many pixels.</summary>
    int SideStep { get; }
}
