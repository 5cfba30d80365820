namespace Rvos.Model.Inference;

/// <summary>What an object leaves behind in the four cells (hidden and cell maps).</summary>
public interface IObjectState : IDisposable
{
    /// <summary>Writes all maps; the same state always gives the same bytes.</summary>
    void Save(BinaryWriter writer);

    /// <summary>The hidden map of a cell as (c,h,w).</summary>
    /// <param name="cell">Index of the cell, coarsest first.</param>
    float[] Hidden(int cell) => throw new NotSupportedException("this network has no such maps");
}
