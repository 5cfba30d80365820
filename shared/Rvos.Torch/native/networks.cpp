#include "shim.h"

RT_API Handle rt_conv2d(Handle input, Handle weight, Handle bias, int64_t stride, int64_t padding, int64_t dilation, int64_t groups) {
    return make([&] {
        const int64_t s[] = {stride, stride}, p[] = {padding, padding}, d[] = {dilation, dilation};
        return at::conv2d(*input, *weight, maybe(bias), s, p, d, groups);
    });
}

RT_API Handle rt_batch_norm(Handle input, Handle weight, Handle bias, Handle mean, Handle variance, int32_t training, double momentum, double eps) {
    return make([&] {
        return at::batch_norm(*input, maybe(weight), maybe(bias), maybe(mean), maybe(variance), training != 0, momentum, eps, false);
    });
}

RT_API Handle rt_max_pool2d(Handle input, int64_t kernel, int64_t stride, int64_t padding, int32_t ceil) {
    return make([&] {
        const int64_t k[] = {kernel, kernel}, s[] = {stride, stride}, p[] = {padding, padding};
        return at::max_pool2d(*input, k, s, p, 1, ceil != 0);
    });
}

RT_API Handle rt_avg_pool2d(Handle input, int64_t kernel, int64_t stride, int64_t padding, int32_t ceil, int32_t padded) {
    return make([&] {
        const int64_t k[] = {kernel, kernel}, s[] = {stride, stride}, p[] = {padding, padding};
        return at::avg_pool2d(*input, k, s, p, ceil != 0, padded != 0);
    });
}

RT_API Handle rt_upsample_bilinear(Handle input, int64_t height, int64_t width, int32_t align_corners) {
    return make([&] {
        const int64_t size[] = {height, width};
        return at::upsample_bilinear2d(*input, size, align_corners != 0);
    });
}

RT_API Handle rt_upsample_nearest(Handle input, int64_t height, int64_t width) {
    return make([&] {
        const int64_t size[] = {height, width};
        return at::upsample_nearest2d(*input, size);
    });
}

RT_API Handle rt_dropout2d(Handle input, double probability, int32_t training) {
    return make([&] { return at::feature_dropout(*input, probability, training != 0); });
}

RT_API Handle rt_bce_with_logits(Handle input, Handle target, Handle weight, int64_t reduction) {
    return make([&] { return at::binary_cross_entropy_with_logits(*input, *target, maybe(weight), {}, reduction); });
}

RT_API Handle rt_cross_entropy(Handle input, Handle target, int64_t reduction) {
    return make([&] { return at::cross_entropy_loss(*input, *target, {}, reduction); });
}
