using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Rvos.Contracts.Messages;
using Rvos.Testing.Cluster;

namespace Rvos.SystemTests;

/// <summary>The shape that the services keep.</summary>
public sealed class StructureTests
{
    private static readonly string Services = Path.Combine(Programs.Root, "services");

    [Fact]
    public void Program_OfEachService_HasAtMostTwentyLines()
    {
        var programs = Directory.GetFiles(Services, "Program.cs", SearchOption.AllDirectories);
        Assert.True(programs.Length >= 7);
        Assert.All(programs, program => Assert.InRange(File.ReadAllLines(program).Length, 1, 20));
    }

    [Fact]
    public void Program_OfEachService_BeginsWithServiceBuilder()
    {
        var programs = Directory.GetFiles(Services, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(programs, file => File.ReadAllText(file).Contains("WebApplication.Create", StringComparison.Ordinal));
    }

    [Fact]
    public void Project_OfEachService_ReferencesNoOtherService()
    {
        // The rvos command is the host of all of them.
        var projects = Directory.GetFiles(Services, "*.csproj", SearchOption.AllDirectories).Where(path => !path.EndsWith("Rvos.Cli.csproj", StringComparison.Ordinal)).ToArray();
        Assert.True(projects.Length >= 7);
        foreach (var project in projects)
        {
            foreach (var reference in XDocument.Load(project).Descendants("ProjectReference").Select(r => (string)r.Attribute("Include")!))
                Assert.False(Path.GetFullPath(reference, Path.GetDirectoryName(project)!).StartsWith(Services + "/", StringComparison.Ordinal), $"{project} references {reference}");
        }
    }

    [Fact]
    public void Contracts_AreRecordsWithoutLogic()
    {
        var contracts = typeof(MasksDecoded).Assembly;
        Assert.DoesNotContain(contracts.GetReferencedAssemblies(), name => name.Name!.StartsWith("Rvos", StringComparison.Ordinal));
        foreach (var type in contracts.GetExportedTypes().Where(t => !t.IsEnum))
        {
            Assert.True(type.GetMethod("<Clone>$") is not null && type.BaseType == typeof(object), $"{type} is no record of its own");
            var methods = type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(method => method.GetCustomAttribute<CompilerGeneratedAttribute>() is null && method.Name is not ("Deconstruct" or "PrintMembers" or "Equals" or "GetHashCode" or "ToString" or "get_EqualityContract"));
            Assert.Empty(methods);
        }
    }
}
