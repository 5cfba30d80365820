#include <omp.h>

#include <cstdlib>

#include "convolution.h"
#include "kernels.h"

#define RF_API extern "C" __attribute__((visibility("default")))

static const Kernels* choose() {
#ifdef RVOS_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd")) {
        return kernels_v4();
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return kernels_v3();
#endif
    return kernels_base();
}

RF_API const Kernels* rf_kernels() {
    static const Kernels* chosen = choose();
    return chosen;
}

// 0: no oneDNN; 1: fp32; 2: fp32 and bf16 in hardware; 3: bf16 on matrix tiles (AMX).
RF_API int32_t rf_capability() { return convolution_capability(); }
RF_API void rf_set_threads(int32_t threads) { omp_set_num_threads(threads); }
RF_API int32_t rf_threads() { return omp_get_max_threads(); }
RF_API void* rf_allocate(int64_t bytes) { return std::aligned_alloc(64, (bytes + 63) / 64 * 64); }
RF_API void rf_release(void* memory) { std::free(memory); }

RF_API Convolution* rf_convolution_create(const float* weights, const float* bias, int64_t inputs, int64_t outputs, int64_t kernel,
                                          int64_t stride, int32_t relu, int32_t residual, int32_t type) {
    return convolution_create(weights, bias, inputs, outputs, kernel, stride, relu, residual, type);
}
RF_API int32_t rf_convolution_run(Convolution* convolution, const void* in, void* out, int64_t n, int64_t h, int64_t w) {
    return convolution_run(convolution, in, out, n, h, w);
}
RF_API void rf_convolution_free(Convolution* convolution) { convolution_free(convolution); }
RF_API const char* rf_last_error() { return convolution_error(); }
