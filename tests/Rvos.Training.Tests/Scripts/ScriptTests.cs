using System.Diagnostics;
using Rvos.Testing;

namespace Rvos.Training.Tests.Scripts;

/// <summary>The scripts that run ablations and choose weights; what they call is replaced.</summary>
public sealed class ScriptTests : IDisposable
{
    private const string Segmenter = """
        #!/bin/sh
        echo "$@" >>"$(dirname "$0")/../calls"
        [ -e "$2/scores.json" ] && exit
        mkdir -p "$2"
        [ -e "$(dirname "$0")/../broken" ] && { echo '"object": 1' >"$2/scores.json"; exit; }
        printf '"object": 1,\n"J mean": 0.5,\n"F mean": 0.25,\n"J\\u0026F": 0.375\n' >"$2/scores.json"
        """;

    private static readonly string Own = Path.Combine(SharedData.RepositoryRoot, "scripts");

    private readonly string root = Directory.CreateTempSubdirectory("rvos-scripts-").FullName;

    public ScriptTests()
    {
        foreach (var folder in new[] { "scripts", "a", "b" }) Directory.CreateDirectory(Path.Combine(root, folder));
        File.Copy(Path.Combine(Own, "choose.sh"), Path.Combine(root, "scripts", "choose.sh"));
        Program("scripts/score.sh", Segmenter);
        Program("rvos", "#!/bin/sh\necho \"$@\" >>\"$(dirname \"$0\")/calls\"\nmkdir -p \"$4\"\n[ ! -e \"$(dirname \"$0\")/broken\" ]\n");
        File.WriteAllText(Path.Combine(root, "w.safetensors"), "weights");
    }

    private string[] Table => File.ReadAllLines(Path.Combine(root, "results", "scores.csv"));

    [Fact]
    public void Ablations_WithoutNames_LeaveTheFullWidthModelOut()
    {
        var (all, named) = (Listed(), Listed("encoder", "memory", "teaching"));
        Assert.Contains("recurrence-st-plus", all);
        Assert.Contains("s2s-plain", all);
        Assert.Contains("memory-frames", named);
        Assert.Empty(all.Intersect(named));
        Assert.Equal(Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "services/training/ablations"), "*.json").Count(f => !Path.GetFileName(f).StartsWith("base", StringComparison.Ordinal)), all.Length + named.Length);

        string[] Listed(params string[] names) => Run(Path.Combine(Own, "ablations.sh"), ["--list", .. names]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Choose_OtherOptionsOrData_AreScoredAnew()
    {
        foreach (var (data, options) in new (string, string[])[] { ("a", []), ("a", ["--height", "96"]), ("b", []), ("b", ["--say", "a \"b\""]), ("a", []) })
            Assert.Equal(0, Choose(data, options).Code);
        Assert.Equal(4, Folders("choose-*").Length);
        Assert.Equal("set,weights,sha256,options,objects,j,f,j_and_f", Table[0]);
        Assert.Equal(6, Table.Length);
        Assert.EndsWith(",\"\",1,0.5000,0.2500,0.3750", Table[1], StringComparison.Ordinal);
        Assert.Contains(",\"--height 96\",1,", Table[2], StringComparison.Ordinal);
        Assert.Contains("\"--say a\\ \\\"\"b\\\"\"\"", Table[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_AFigureIsMissing_FailsAndAddsNoLine()
    {
        File.WriteAllText(Path.Combine(root, "broken"), "");
        Assert.NotEqual(0, Choose("a").Code);
        Assert.Single(Table);
    }

    [Fact]
    public void Choose_ComposingFails_IsDoneAgain()
    {
        Program("rvos", "#!/bin/sh\nmkdir -p \"$4\"\nexit 1\n");
        Assert.NotEqual(0, Choose("a", "--report").Code);
        Assert.All(Directory.GetDirectories(Path.Combine(root, "results"), "composites*"), f => Assert.EndsWith(".part", f, StringComparison.Ordinal));
        Program("rvos", "#!/bin/sh\nmkdir \"$4\"\n");
        Assert.Equal(0, Choose("a", "--report").Code);
        Assert.Equal(["choose", "report", "choose", "report", "composites"], Table.Skip(1).Select(l => l.Split(',')[0]));
    }

    [Fact]
    public void Choose_ATableOfAnEarlierVersion_IsKeptBesideTheNewOne()
    {
        Directory.CreateDirectory(Path.Combine(root, "results"));
        File.WriteAllText(Path.Combine(root, "results", "scores.csv"), "set,weights\nold,line\n");
        Assert.Equal(0, Choose("a").Code);
        Assert.Equal(2, Table.Length);
        Assert.Contains("old,line", File.ReadAllText(Path.Combine(root, "results", "scores.csv.old")), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string[] Folders(string pattern) => Directory.GetDirectories(Path.Combine(root, "results"), pattern, SearchOption.AllDirectories);

    private (int Code, string Output) Choose(string data, params string[] options)
    {
        var (weights, results) = (Path.Combine(root, "w.safetensors"), Path.Combine(root, "results"));
        return Run(Path.Combine(root, "scripts", "choose.sh"), [weights, results, .. options], ("CHOOSE", Path.Combine(root, data)), ("REPORT", Path.Combine(root, "b")));
    }

    private void Program(string name, string text)
    {
        var path = Path.Combine(root, name);
        // A copy of a script may be executed, as the script may.
        File.Copy(Path.Combine(Own, "choose.sh"), path, overwrite: true);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
    }

    private static (int Code, string Output) Run(string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", [script, .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
