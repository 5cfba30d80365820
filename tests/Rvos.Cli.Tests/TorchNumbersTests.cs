using Mono.Cecil;

namespace Rvos.Cli.Tests;

/// <summary>
/// TorchSharp wraps a number in an object whose finalizer may free it during the native call. The banned symbols name the operators that make such an object; this reads from
/// TorchSharp's own code which other members do, however deep, and holds that nothing of ours calls one.
/// </summary>
public sealed class TorchNumbersTests
{
    private const string Number = "TorchSharp.Scalar";

    // Those who hold the object until the call is over, or hand over no number.
    private static readonly string[] Excepted = ["Rvos.Libtorch.TensorArithmetic", "Rvos.Fused.Operators.ConvolutionScript"];

    [Fact]
    public void Calls_OfAllAssemblies_HandNoNumberToTorchSharpButThroughTensorArithmetic()
    {
        var makers = Makers(Read("TorchSharp.dll"));
        Assert.Contains(makers, name => name.Contains("ScriptModule::invoke(", StringComparison.Ordinal));
        var calls = Directory.GetFiles(AppContext.BaseDirectory, "Rvos.*.dll").Where(path => !Path.GetFileName(path).Contains("Test", StringComparison.Ordinal))
            .SelectMany(path => Methods(Read(path))).SelectMany(method => Called(method).Where(makers.Contains).Select(callee => (Caller: method, Callee: callee))).ToArray();
        Assert.Contains(calls, call => call.Caller.DeclaringType.FullName == Excepted[0]);
        Assert.DoesNotContain(calls, call => !Excepted.Contains(call.Caller.DeclaringType.FullName.Split('/')[0]));
    }

    private static ModuleDefinition Read(string file) => AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, file)).MainModule;

    // Methods that return a number, and all that call them at any depth.
    private static HashSet<string> Makers(ModuleDefinition torch)
    {
        var callers = Methods(torch).SelectMany(method => Called(method).Select(callee => (Caller: method.FullName, Callee: callee))).ToLookup(call => call.Callee, call => call.Caller);
        var next = new Queue<string>(Methods(torch).Where(method => method.ReturnType.FullName == Number && method.IsStatic).Select(method => method.FullName));
        var found = next.ToHashSet();
        while (next.TryDequeue(out var callee))
        {
            foreach (var caller in callers[callee].Where(found.Add)) next.Enqueue(caller);
        }

        return found;
    }

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) => module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<string> Called(MethodDefinition method) =>
        method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().Select(callee => callee.GetElementMethod().FullName);
}
