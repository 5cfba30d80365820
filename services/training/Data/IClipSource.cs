namespace Rvos.Training.Data;

/// <summary>Makes training clips.</summary>
public interface IClipSource
{
    /// <summary>The next clip: a function of the request and of the random numbers drawn, so that a seed fixes it. Safe to call from
    /// several threads with a generator each.</summary>
    Clip Next(ClipRequest request, Random random);
}
