// Convolution + bias + optional residual add + optional ReLU as one oneDNN primitive on NHWC memory.
#pragma once
#include <cstdint>

struct Convolution;

int32_t convolution_capability();
const char* convolution_error();

// Weights (outputs,inputs,k,k) and bias in fp32; they are packed once for each input size. type: 0 fp32, 1 bf16. Padding is k/2.
// With residual, what out holds is added before the ReLU. Null after an error.
Convolution* convolution_create(const float* weights, const float* bias, int64_t inputs, int64_t outputs, int64_t kernel, int64_t stride,
                                int32_t relu, int32_t residual, int32_t type);
// in (n,h,w,inputs) to out (n,(h-1)/stride+1,(w-1)/stride+1,outputs). 0, or -1 after an error.
int32_t convolution_run(Convolution* convolution, const void* in, void* out, int64_t n, int64_t h, int64_t w);
void convolution_free(Convolution* convolution);
