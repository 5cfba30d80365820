using System.Text.Json;
using Rvos.Numerics;

namespace Rvos.Model.Tests.Losses;

public class HungarianAssignmentTests
{
    [Fact]
    public void Solve_ReferenceCases_SameTotalAndSameAssignmentWhereUnique()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "losses", "assignment.json")));
        var cases = 0;
        foreach (var item in document.RootElement.EnumerateArray())
        {
            var rows = item.GetProperty("cost").EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToArray();
            var cost = new double[rows.Length, rows[0].Length];
            for (var i = 0; i < rows.Length; i++)
                for (var j = 0; j < rows[0].Length; j++) cost[i, j] = rows[i][j];
            var assigned = HungarianAssignment.Solve(cost);
            Assert.Equal(Math.Min(rows.Length, rows[0].Length), assigned.Where(c => c >= 0).Distinct().Count());
            Assert.Equal(item.GetProperty("total_scipy").GetDouble(), assigned.Select((column, row) => column < 0 ? 0 : cost[row, column]).Sum(), 9);
            if (item.TryGetProperty("unique_expected", out var unique) && unique.GetBoolean() && rows.Length <= rows[0].Length)
                Assert.Equal(item.GetProperty("scipy_row_to_col").EnumerateArray().Select(c => c.GetInt32()), assigned);
            cases++;
        }

        Assert.True(cases > 10);
    }

    [Fact]
    public void Solve_CostNotFinite_Throws() => Assert.Throws<ArgumentException>(() => HungarianAssignment.Solve(new[,] { { double.NaN } }));
}
