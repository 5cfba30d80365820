#include "kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace {

// bfloat16: the upper half of a single, rounded to nearest even.
struct bf16 {
    uint16_t bits;
};

inline float load(float value) { return value; }
inline float load(bf16 value) {
    const uint32_t wide = static_cast<uint32_t>(value.bits) << 16;
    float result;
    std::memcpy(&result, &wide, 4);
    return result;
}
inline void store(float& target, float value) { target = value; }
inline void store(bf16& target, float value) {
    uint32_t wide;
    std::memcpy(&wide, &value, 4);
    target.bits = static_cast<uint16_t>((wide + 0x7FFF + ((wide >> 16) & 1)) >> 16);
}

// e^x by range reduction and a polynomial of degree 6 (relative error below 2e-7); straight-line code that vectorises.
inline float exponential(float x) {
    x = std::min(88.0f, std::max(-87.0f, x));
    const float scaled = x * 1.44269504088896341f;
    const float n = std::floor(scaled + 0.5f);
    const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    const float value = p * r * r + r + 1.0f;
    const uint32_t bits = static_cast<uint32_t>(static_cast<int32_t>(n) + 127) << 23;
    float power;
    std::memcpy(&power, &bits, 4);
    return value * power;
}

inline float logistic(float x) { return 1.0f / (1.0f + exponential(-x)); }
inline float tangent(float x) { return 2.0f / (1.0f + exponential(-2.0f * x)) - 1.0f; }

// Position of an output row or column in the source when corners are aligned.
struct Tap {
    int64_t low, high;
    float weight;
};

Tap tap(int64_t i, int64_t in, int64_t out) {
    // libtorch computes the ratio and the position in single precision.
    const float ratio = out > 1 ? static_cast<float>(in - 1) / static_cast<float>(out - 1) : 0.0f;
    const float position = ratio * static_cast<float>(i);
    const int64_t low = std::min(static_cast<int64_t>(position), in - 1);
    return {low, low + (low < in - 1 ? 1 : 0), position - static_cast<float>(low)};
}

template <typename T>
void normalise(const uint8_t* rgb, T* out, int64_t count, const float* scale, const float* shift) {
#pragma omp parallel for
    for (int64_t i = 0; i < count; i++)
        for (int c = 0; c < 3; c++) store(out[i * 3 + c], static_cast<float>(rgb[i * 3 + c]) * scale[c] + shift[c]);
}

template <typename T>
void max_pool3(const T* in, T* out, int64_t n, int64_t h, int64_t w, int64_t c) {
    const int64_t oh = (h + 1) / 2, ow = (w + 1) / 2;
#pragma omp parallel for collapse(2)
    for (int64_t b = 0; b < n; b++) {
        for (int64_t y = 0; y < oh; y++) {
            std::vector<float> best(c);
            for (int64_t x = 0; x < ow; x++) {
                std::fill(best.begin(), best.end(), -std::numeric_limits<float>::infinity());
                for (int64_t v = std::max<int64_t>(0, 2 * y - 1); v <= std::min(h - 1, 2 * y + 1); v++) {
                    for (int64_t u = std::max<int64_t>(0, 2 * x - 1); u <= std::min(w - 1, 2 * x + 1); u++) {
                        const T* source = in + ((b * h + v) * w + u) * c;
                        float* target = best.data();
#pragma omp simd
                        for (int64_t k = 0; k < c; k++) target[k] = std::max(target[k], load(source[k]));
                    }
                }
                T* target = out + ((b * oh + y) * ow + x) * c;
#pragma omp simd
                for (int64_t k = 0; k < c; k++) store(target[k], best[k]);
            }
        }
    }
}

template <typename T>
void max_pool2(const T* in, T* out, int64_t n, int64_t h, int64_t w, int64_t c) {
    const int64_t oh = h / 2, ow = w / 2;
#pragma omp parallel for collapse(2)
    for (int64_t b = 0; b < n; b++) {
        for (int64_t y = 0; y < oh; y++) {
            for (int64_t x = 0; x < ow; x++) {
                const T* source = in + ((b * h + 2 * y) * w + 2 * x) * c;
                T* target = out + ((b * oh + y) * ow + x) * c;
#pragma omp simd
                for (int64_t k = 0; k < c; k++) {
                    const float top = std::max(load(source[k]), load(source[c + k]));
                    const float bottom = std::max(load(source[w * c + k]), load(source[w * c + c + k]));
                    store(target[k], std::max(top, bottom));
                }
            }
        }
    }
}

void mask_pool(const float* in, float* out, int64_t h, int64_t w) {
    const int64_t oh = (h + 1) / 2, ow = (w + 1) / 2;
    for (int64_t y = 0; y < oh; y++) {
        const float* top = in + 2 * y * w;
        const float* bottom = 2 * y + 1 < h ? top + w : top;
        for (int64_t x = 0; x < ow; x++) {
            const int64_t left = 2 * x, right = 2 * x + 1 < w ? left + 1 : left;
            out[y * ow + x] = std::max(std::max(top[left], top[right]), std::max(bottom[left], bottom[right]));
        }
    }
}

template <typename T>
void copy_or_zero(T* target, const T* source, int64_t count) {
    if (source) {
        std::memcpy(target, source, count * sizeof(T));
    } else {
        std::memset(target, 0, count * sizeof(T));
    }
}

template <typename T>
void gather(const T* up, int64_t uh, int64_t uw, int64_t uc, const T* first, const T* second, int64_t c, const float* mask,
            T* out, int64_t h, int64_t w, int64_t total) {
    const int64_t tail = total - uc - 2 * c - (mask ? 1 : 0);
#pragma omp parallel for
    for (int64_t y = 0; y < h; y++) {
        const Tap row = uc ? tap(y, uh, h) : Tap{0, 0, 0};
        for (int64_t x = 0; x < w; x++) {
            T* target = out + (y * w + x) * total;
            if (uc) {
                const Tap column = tap(x, uw, w);
                const T* a = up + (row.low * uw + column.low) * uc;
                const T* b = up + (row.low * uw + column.high) * uc;
                const T* d = up + (row.high * uw + column.low) * uc;
                const T* e = up + (row.high * uw + column.high) * uc;
                const float wx = column.weight, wy = row.weight, vx = 1.0f - wx, vy = 1.0f - wy;
#pragma omp simd
                for (int64_t k = 0; k < uc; k++)
                    store(target[k], vy * (vx * load(a[k]) + wx * load(b[k])) + wy * (vx * load(d[k]) + wx * load(e[k])));
                target += uc;
            }
            const int64_t pixel = y * w + x;
            copy_or_zero(target, first ? first + pixel * c : nullptr, c);
            copy_or_zero(target + c, second ? second + pixel * c : nullptr, c);
            target += 2 * c;
            if (mask) store(*target++, mask[pixel]);
            for (int64_t k = 0; k < tail; k++) store(target[k], 0.0f);
        }
    }
}

template <typename T>
void lstm(const T* gates, const T* shared, const T* cell_in, T* hidden, T* cell_out, int64_t p, int64_t c) {
#pragma omp parallel for
    for (int64_t i = 0; i < p; i++) {
        const T* g = gates + i * 4 * c;
        const T* s = shared + i * 4 * c;
        T* h = hidden + i * c;
        T* o = cell_out + i * c;
        if (cell_in) {
            const T* before = cell_in + i * c;
#pragma omp simd
            for (int64_t k = 0; k < c; k++) {
                const float kept = logistic(load(g[c + k]) + load(s[c + k])) * load(before[k]);
                const float cell = kept + logistic(load(g[k]) + load(s[k])) * tangent(load(g[3 * c + k]) + load(s[3 * c + k]));
                store(o[k], cell);
                store(h[k], logistic(load(g[2 * c + k]) + load(s[2 * c + k])) * tangent(cell));
            }
        } else {
#pragma omp simd
            for (int64_t k = 0; k < c; k++) {
                const float cell = logistic(load(g[k]) + load(s[k])) * tangent(load(g[3 * c + k]) + load(s[3 * c + k]));
                store(o[k], cell);
                store(h[k], logistic(load(g[2 * c + k]) + load(s[2 * c + k])) * tangent(cell));
            }
        }
    }
}

// Upsampling is linear in each channel, so the nine taps' dot products are taken before it, at a quarter of the pixels.
template <typename T>
void mask_head(const T* hidden, int64_t h, int64_t w, int64_t c, const float* weights, float bias, float* planes, float* logits) {
    const int64_t oh = 2 * h, ow = 2 * w;
#pragma omp parallel for
    for (int64_t i = 0; i < h * w; i++) {
        const T* source = hidden + i * c;
        for (int t = 0; t < 9; t++) {
            float sum = 0;
#pragma omp simd reduction(+ : sum)
            for (int64_t k = 0; k < c; k++) sum += load(source[k]) * weights[t * c + k];
            planes[t * h * w + i] = sum;
        }
    }
    std::vector<Tap> columns(ow);
    for (int64_t x = 0; x < ow; x++) columns[x] = tap(x, w, ow);
#pragma omp parallel for
    for (int64_t y = 0; y < oh; y++) {
        std::vector<float> line(w);
        float* target = logits + y * ow;
        std::fill(target, target + ow, bias);
        for (int v = 0; v < 3; v++) {
            const int64_t sy = y + v - 1;
            if (sy < 0 || sy >= oh) continue;
            const Tap row = tap(sy, h, oh);
            for (int u = 0; u < 3; u++) {
                const float* plane = planes + (v * 3 + u) * h * w;
                const float* low = plane + row.low * w;
                const float* high = plane + row.high * w;
#pragma omp simd
                for (int64_t x = 0; x < w; x++) line[x] = low[x] + row.weight * (high[x] - low[x]);
                const int64_t first = std::max<int64_t>(0, 1 - u), last = std::min(ow, ow + 1 - u);
                for (int64_t x = first; x < last; x++) {
                    const Tap& column = columns[x + u - 1];
                    target[x] += line[column.low] + column.weight * (line[column.high] - line[column.low]);
                }
            }
        }
    }
}

void upsample_plane(const float* in, int64_t h, int64_t w, float* out, int64_t oh, int64_t ow, int32_t sigmoid) {
    std::vector<Tap> columns(ow);
    for (int64_t x = 0; x < ow; x++) columns[x] = tap(x, w, ow);
#pragma omp parallel for
    for (int64_t y = 0; y < oh; y++) {
        const Tap row = tap(y, h, oh);
        const float* low = in + row.low * w;
        const float* high = in + row.high * w;
        float* target = out + y * ow;
        for (int64_t x = 0; x < ow; x++) {
            const Tap& t = columns[x];
            const float top = (1.0f - t.weight) * low[t.low] + t.weight * low[t.high];
            const float bottom = (1.0f - t.weight) * high[t.low] + t.weight * high[t.high];
            target[x] = (1.0f - row.weight) * top + row.weight * bottom;
        }
        if (!sigmoid) continue;
#pragma omp simd
        for (int64_t x = 0; x < ow; x++) target[x] = logistic(target[x]);
    }
}

}  // namespace

#define TYPED(call_float, call_bf16) (type == 0 ? (void)(call_float) : (void)(call_bf16))

const Kernels* KERNELS() {
    static const Kernels table = {
        [](const uint8_t* rgb, void* out, int64_t count, const float* scale, const float* shift, int32_t type) {
            TYPED(normalise(rgb, static_cast<float*>(out), count, scale, shift), normalise(rgb, static_cast<bf16*>(out), count, scale, shift));
        },
        [](const void* in, void* out, int64_t n, int64_t h, int64_t w, int64_t c, int32_t type) {
            TYPED(max_pool3(static_cast<const float*>(in), static_cast<float*>(out), n, h, w, c),
                  max_pool3(static_cast<const bf16*>(in), static_cast<bf16*>(out), n, h, w, c));
        },
        [](const void* in, void* out, int64_t n, int64_t h, int64_t w, int64_t c, int32_t type) {
            TYPED(max_pool2(static_cast<const float*>(in), static_cast<float*>(out), n, h, w, c),
                  max_pool2(static_cast<const bf16*>(in), static_cast<bf16*>(out), n, h, w, c));
        },
        mask_pool,
        [](const void* up, int64_t uh, int64_t uw, int64_t uc, const void* first, const void* second, int64_t c, const float* mask,
           void* out, int64_t h, int64_t w, int64_t total, int32_t type) {
            TYPED(gather(static_cast<const float*>(up), uh, uw, uc, static_cast<const float*>(first), static_cast<const float*>(second), c, mask,
                         static_cast<float*>(out), h, w, total),
                  gather(static_cast<const bf16*>(up), uh, uw, uc, static_cast<const bf16*>(first), static_cast<const bf16*>(second), c, mask,
                         static_cast<bf16*>(out), h, w, total));
        },
        [](const void* gates, const void* shared, const void* cell_in, void* hidden, void* cell_out, int64_t p, int64_t c, int32_t type) {
            TYPED(lstm(static_cast<const float*>(gates), static_cast<const float*>(shared), static_cast<const float*>(cell_in),
                       static_cast<float*>(hidden), static_cast<float*>(cell_out), p, c),
                  lstm(static_cast<const bf16*>(gates), static_cast<const bf16*>(shared), static_cast<const bf16*>(cell_in),
                       static_cast<bf16*>(hidden), static_cast<bf16*>(cell_out), p, c));
        },
        [](const void* hidden, int64_t h, int64_t w, int64_t c, const float* weights, float bias, float* planes, float* logits, int32_t type) {
            TYPED(mask_head(static_cast<const float*>(hidden), h, w, c, weights, bias, planes, logits),
                  mask_head(static_cast<const bf16*>(hidden), h, w, c, weights, bias, planes, logits));
        },
        upsample_plane,
    };
    return &table;
}
