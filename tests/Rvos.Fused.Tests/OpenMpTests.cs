namespace Rvos.Fused.Tests;

public class OpenMpTests
{
    [Theory]
    [InlineData("/app/libgomp-98b21ff3.so.1", "/usr/lib/libgomp.so.1", "/app/libgomp-98b21ff3.so.1", "/app/libtorch_cpu.so")]
    [InlineData("/usr/lib/libgomp.so.1", "/app/libtorch_cpu.so", "/usr/lib/libgomp.so.1")]
    [InlineData(null, "/app/libtorch_cpu.so", "/app/libiomp5.so")]
    [InlineData(null, "/app/libtorch_cpu.so", "/usr/lib/libgomp.so.1", "/opt/libgomp.so.1")]
    public void RuntimeOf_LoadedFiles_TheOneThatLibtorchUses(string? expected, params string[] files) => Assert.Equal(expected, OpenMp.RuntimeOf(files));
}
