namespace Rvos.Numerics;

/// <summary>Least-cost assignment of rows to columns (Kuhn 1955, Munkres 1957), by shortest augmenting paths with potentials (Jonker and
/// Volgenant 1987): O(n²m). Deterministic: the same costs always give the same assignment.</summary>
public static class HungarianAssignment
{
    /// <summary>Assigns every row of a cost matrix (rows ≤ columns) to a column of its own; with more rows than columns, every column to a row.</summary>
    /// <param name="cost">Costs; finite.</param>
    /// <returns>Column of each row; -1 for a row that is left over.</returns>
    /// <exception cref="ArgumentException">A cost is not finite.</exception>
    public static int[] Solve(double[,] cost)
    {
        var rows = cost.GetLength(0);
        var columns = cost.GetLength(1);
        foreach (var value in cost)
            if (!double.IsFinite(value)) throw new ArgumentException("a cost is not finite");
        return rows <= columns ? SolveWide(cost) : Inverse(SolveWide(Transposed(cost)), rows);
    }

    private static int[] SolveWide(double[,] cost)
    {
        var rows = cost.GetLength(0);
        var columns = cost.GetLength(1);
        var rowPotential = new double[rows + 1];
        var columnPotential = new double[columns + 1];
        var rowOf = new int[columns + 1];
        for (var row = 1; row <= rows; row++) Augment(cost, row, rowPotential, columnPotential, rowOf);

        var columnOf = new int[rows];
        for (var column = 1; column <= columns; column++)
            if (rowOf[column] > 0) columnOf[rowOf[column] - 1] = column - 1;
        return columnOf;
    }

    private static double[,] Transposed(double[,] cost)
    {
        var turned = new double[cost.GetLength(1), cost.GetLength(0)];
        for (var row = 0; row < cost.GetLength(0); row++)
            for (var column = 0; column < cost.GetLength(1); column++) turned[column, row] = cost[row, column];
        return turned;
    }

    private static int[] Inverse(int[] rowOf, int rows)
    {
        var columnOf = new int[rows];
        Array.Fill(columnOf, -1);
        for (var column = 0; column < rowOf.Length; column++) columnOf[rowOf[column]] = column;
        return columnOf;
    }

    // Index 0 stands for "not assigned"; rows and columns count from 1.
    private static void Augment(double[,] cost, int row, double[] rowPotential, double[] columnPotential, int[] rowOf)
    {
        var columns = columnPotential.Length - 1;
        var least = new double[columns + 1];
        var previous = new int[columns + 1];
        var visited = new bool[columns + 1];
        // Where costs are equal the order of the search decides: this is the one of scipy's linear_sum_assignment, so that its choices are ours.
        var remaining = new int[columns];
        for (var i = 0; i < columns; i++) remaining[i] = columns - i;
        var left = columns;
        Array.Fill(least, double.PositiveInfinity);
        rowOf[0] = row;
        var current = 0;
        while (rowOf[current] != 0)
        {
            visited[current] = true;
            var from = rowOf[current];
            var step = double.PositiveInfinity;
            var (next, taken) = (0, 0);
            for (var i = 0; i < left; i++)
            {
                var column = remaining[i];
                var reduced = cost[from - 1, column - 1] - rowPotential[from] - columnPotential[column];
                if (reduced < least[column]) (least[column], previous[column]) = (reduced, current);
                // A free column ends the search.
                if (least[column] < step || (least[column] == step && rowOf[column] == 0)) (step, next, taken) = (least[column], column, i);
            }

            remaining[taken] = remaining[--left];

            for (var column = 0; column <= columns; column++)
            {
                if (visited[column])
                {
                    rowPotential[rowOf[column]] += step;
                    columnPotential[column] -= step;
                }
                else
                {
                    least[column] -= step;
                }
            }

            current = next;
        }

        for (; current != 0; current = previous[current]) rowOf[current] = rowOf[previous[current]];
    }
}
