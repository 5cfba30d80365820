using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Rvos.OpenCv.Boxes;
using Rvos.Testing;

namespace Rvos.OpenCv.Tests;

/// <summary>What of OpenCV is used, and by whom.</summary>
public sealed class UseOfOpenCvTests
{
    // Nothing that opens, reads or decodes: bytes from outside are ffmpeg's and our PNG reader's.
    private static readonly string[] Functions =
    [
        "Add", "ApproxPolyDP", "BitwiseAnd", "CalcOpticalFlowFarneback", "Compare", "ConnectedComponentsWithStats", "ContourArea", "CountNonZero", "CvtColor", "FindContours", "GrabCut",
        "ImEncode", "Remap", "Resize", "SetNumThreads", "SetTheRNG", "Threshold",
    ];

    private static readonly string[] Carriers = ["ingestion", "rvos", "training"];

    [Fact]
    public void Functions_OfOpenCv_AreThoseThatTakePixels()
    {
        using var file = File.OpenRead(typeof(GrabCutBoxes).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var used = metadata.MemberReferences.Select(metadata.GetMemberReference).Where(m => m.Parent.Kind == HandleKind.TypeReference)
            .Select(m => (Type: metadata.GetTypeReference((TypeReferenceHandle)m.Parent), Name: metadata.GetString(m.Name)))
            .Where(m => metadata.GetString(m.Type.Namespace).StartsWith("OpenCvSharp", StringComparison.Ordinal)).Select(m => (Type: metadata.GetString(m.Type.Name), m.Name)).ToArray();
        Assert.Equal(Functions, used.Where(m => m.Type == "Cv2").Select(m => m.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(used, m => m.Name.Contains("Decode", StringComparison.OrdinalIgnoreCase) || m.Name.Contains("ImRead", StringComparison.OrdinalIgnoreCase)
            || m.Name.Contains("FromStream", StringComparison.Ordinal) || m.Name.Contains("FromImageData", StringComparison.Ordinal) || m.Type.Contains("Capture", StringComparison.Ordinal));
    }

    [Fact]
    public void Package_InTheRepository_IsReferencedByOneProjectAndItsTests()
    {
        var projects = Directory.EnumerateFiles(SharedData.RepositoryRoot, "*.csproj", SearchOption.AllDirectories)
            .Where(path => XDocument.Load(path).Descendants("PackageReference").Any(r => ((string?)r.Attribute("Include"))?.StartsWith("OpenCvSharp", StringComparison.Ordinal) == true));
        Assert.Equal(["Rvos.OpenCv", "Rvos.OpenCv.Tests"], projects.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Services_ThatUseIt_AloneCarryIt()
    {
        var services = Directory.GetDirectories(Path.Combine(SharedData.RepositoryRoot, "services")).SelectMany(folder => Directory.GetFiles(folder, "*.csproj")).ToArray();
        Assert.True(services.Length >= 8);
        Assert.Equal(Carriers, services.Where(Carries).Select(path => Path.GetFileName(Path.GetDirectoryName(path))!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NativeLibrary_InTheOutput_IsThatOfThisSystemAlone()
    {
        var libraries = Directory.EnumerateFiles(AppContext.BaseDirectory, "*OpenCvSharpExtern*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(AppContext.BaseDirectory, path)).ToArray();
        Assert.Contains(Assert.Single(libraries), new[] { "libOpenCvSharpExtern.so", "runtimes/linux-x64/native/libOpenCvSharpExtern.so" });
    }

    [Fact]
    public void Reason_OfTheLoadersMessage_IsTheMissingLibrary()
    {
        const string Message = """
            Unable to load shared library 'OpenCvSharpExtern' or one of its dependencies. In order to help diagnose loading problems, consider setting the LD_DEBUG environment variable:
            /app/OpenCvSharpExtern.so: cannot open shared object file: No such file or directory
            libgtk-3.so.0: cannot open shared object file: No such file or directory
            /app/libOpenCvSharpExtern: cannot open shared object file: No such file or directory
            """;
        Assert.Equal("libgtk-3.so.0: cannot open shared object file: No such file or directory", OpenCvLibrary.Reason(Message));
        Assert.Contains("apt-get install", new OpenCvMissingException(OpenCvLibrary.Reason(Message), null).Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', new OpenCvMissingException(OpenCvLibrary.Reason(Message), null).Message);
    }

    private static bool Carries(string project) =>
        Path.GetFileNameWithoutExtension(project) == "Rvos.OpenCv" || XDocument.Load(project).Descendants("ProjectReference").Any(r => Carries(Path.GetFullPath((string)r.Attribute("Include")!, Path.GetDirectoryName(project)!)));
}
