// Element-wise and resampling work of the networks on plain NHWC memory. Element type: 0 fp32, 1 bf16.
#pragma once
#include <cstdint>

struct Kernels {
    // RGB bytes (count,3) to normalised values (count,3): value * scale[c] + shift[c].
    void (*normalise)(const uint8_t* rgb, void* out, int64_t count, const float* scale, const float* shift, int32_t type);
    // 3x3 max-pooling, stride 2, padding 1: (n,h,w,c) to (n,(h+1)/2,(w+1)/2,c). c is a multiple of 8.
    void (*max_pool3)(const void* in, void* out, int64_t n, int64_t h, int64_t w, int64_t c, int32_t type);
    // 2x2 max-pooling, stride 2, sizes rounded down: (n,h,w,c) to (n,h/2,w/2,c).
    void (*max_pool2)(const void* in, void* out, int64_t n, int64_t h, int64_t w, int64_t c, int32_t type);
    // 2x2 max-pooling of one fp32 plane, sizes rounded up.
    void (*mask_pool)(const float* in, float* out, int64_t h, int64_t w);
    // Writes (h,w,total): bilinear (corners aligned) upsampling of up (uh,uw,uc), then first (h,w,c), second (h,w,c), mask (h,w), zeros.
    // A null source stands for zeros.
    void (*gather)(const void* up, int64_t uh, int64_t uw, int64_t uc, const void* first, const void* second, int64_t c,
                   const float* mask, void* out, int64_t h, int64_t w, int64_t total, int32_t type);
    // gates (p,4c) + shared (p,4c), order i f o g; cell in (p,c) or null; hidden and cell out (p,c).
    void (*lstm)(const void* gates, const void* shared, const void* cell_in, void* hidden, void* cell_out, int64_t p, int64_t c, int32_t type);
    // The mask head: 3x3 convolution (weights (3,3,c), bias) over the 2x bilinear upsampling of hidden (h,w,c), as logits (2h,2w).
    // planes is scratch of 9*h*w floats.
    void (*mask_head)(const void* hidden, int64_t h, int64_t w, int64_t c, const float* weights, float bias, float* planes, float* logits, int32_t type);
    // Bilinear upsampling (corners aligned) of one fp32 plane, and the logistic function when asked for.
    void (*upsample_plane)(const float* in, int64_t h, int64_t w, float* out, int64_t oh, int64_t ow, int32_t sigmoid);
};

const Kernels* kernels_base();
const Kernels* kernels_v3();
const Kernels* kernels_v4();
