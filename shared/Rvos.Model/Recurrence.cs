namespace Rvos.Model;

/// <summary>Which recurrences a network was trained with (Ventura et al. 2019, section 3.3).</summary>
public enum Recurrence
{
    /// <summary>Over objects and over frames.</summary>
    SpatioTemporal,
    /// <summary>Over objects only; one-shot masks still pass from frame to frame.</summary>
    Spatial,
    /// <summary>Over frames only. As in the original, the first frame still runs over objects.</summary>
    Temporal,
}
