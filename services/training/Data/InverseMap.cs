namespace Rvos.Training.Data;

/// <summary>Output pixel to source pixel: u = U + A(x - X + waveX·sin(fy·y + px)) + B(y - Y + waveY·sin(fx·x + py)), and v likewise with C and D.</summary>
internal readonly record struct InverseMap(double X, double Y, double A, double B, double C, double D, double U, double V,
    double WaveX, double WaveY, double FrequencyX, double FrequencyY, double PhaseX, double PhaseY)
{
    /// <summary>Horizontal displacement of a row.</summary>
    internal double RowShift(int y) => WaveX == 0 ? 0 : WaveX * Math.Sin(FrequencyY * y + PhaseX);

    /// <summary>Vertical displacement of a column.</summary>
    internal double ColumnShift(int x) => WaveY == 0 ? 0 : WaveY * Math.Sin(FrequencyX * x + PhaseY);
}
