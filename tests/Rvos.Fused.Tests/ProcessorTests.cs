using Rvos.Fused.Operators;

namespace Rvos.Fused.Tests;

public class ProcessorTests
{
    [Theory]
    [InlineData("flags\t\t: fpu avx2 avx512f avx512_bf16 amx_bf16 avx512_fp16 amx_tile amx_int8", Capability.Tiles)]
    [InlineData("flags\t\t: fpu avx2 avx512f avx512_bf16 avx512_vnni", Capability.BFloat16)]
    [InlineData("flags\t\t: fpu avx2 avx512f amx_bf16 amx_tile", Capability.Float32)]
    [InlineData("flags\t\t: fpu avx2 avx512_bf16_of_another_kind", Capability.Float32)]
    [InlineData("Features\t: fp asimd", Capability.Float32)]
    public void Of_Flags_WhatTheyName(string line, Capability expected) => Assert.Equal(expected, Processor.Of(["processor\t: 0", line]));
}
