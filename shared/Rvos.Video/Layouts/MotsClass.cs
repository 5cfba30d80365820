namespace Rvos.Video.Layouts;

/// <summary>Classes of KITTI-MOTS, by their numbers there.</summary>
public enum MotsClass
{
    /// <summary>A car.</summary>
    Car = 1,
    /// <summary>A pedestrian.</summary>
    Pedestrian = 2,
    /// <summary>A region that is not evaluated; all of them share the id 10000.</summary>
    Ignore = 10,
}
