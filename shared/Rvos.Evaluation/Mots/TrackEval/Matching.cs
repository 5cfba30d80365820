using Rvos.Numerics;

namespace Rvos.Evaluation.Mots.TrackEval;

/// <summary>One-to-one matching with the greatest sum of scores.</summary>
internal static class Matching
{
    internal const double Epsilon = 2.220446049250313e-16;

    /// <summary>Matches rows to columns.</summary>
    /// <param name="scores">(rows, columns), 0 or more.</param>
    /// <returns>Column of each row; -1 when its score is 0 or there is none.</returns>
    internal static int[] Solve(double[,] scores)
    {
        if (Unambiguous(scores) is { } only) return only;
        var (rows, columns) = (scores.GetLength(0), scores.GetLength(1));
        var costs = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) costs[i, j] = -scores[i, j];
        var columnOf = HungarianAssignment.Solve(costs);
        for (var i = 0; i < rows; i++)
            if (columnOf[i] >= 0 && scores[i, columnOf[i]] <= 0) columnOf[i] = -1;
        return columnOf;
    }

    // Most frames are simple: no row and no column has two scores to choose from.
    private static int[]? Unambiguous(double[,] scores)
    {
        var columnOf = new int[scores.GetLength(0)];
        Array.Fill(columnOf, -1);
        var isTaken = new bool[scores.GetLength(1)];
        for (var i = 0; i < columnOf.Length; i++)
        {
            for (var j = 0; j < isTaken.Length; j++)
            {
                if (scores[i, j] <= 0) continue;
                if (columnOf[i] >= 0 || isTaken[j]) return null;
                (columnOf[i], isTaken[j]) = (j, true);
            }
        }

        return columnOf;
    }
}
