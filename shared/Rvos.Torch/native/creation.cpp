#include "shim.h"

static at::TensorOptions options(int32_t dtype, int32_t kind, int32_t index) {
    return at::TensorOptions().dtype(type(dtype)).device(device(kind, index));
}

RT_API Handle rt_empty(const int64_t* sizes, int32_t n, int32_t dtype, int32_t kind, int32_t index) {
    return make([&] { return at::empty(list(sizes, n), options(dtype, kind, index)); });
}
RT_API Handle rt_zeros(const int64_t* sizes, int32_t n, int32_t dtype, int32_t kind, int32_t index) {
    return make([&] { return at::zeros(list(sizes, n), options(dtype, kind, index)); });
}
RT_API Handle rt_full(const int64_t* sizes, int32_t n, double real, int64_t whole, int32_t tag, int32_t dtype, int32_t kind, int32_t index) {
    return make([&] { return at::full(list(sizes, n), number(real, whole, tag), options(dtype, kind, index)); });
}
RT_API Handle rt_arange(double start, double stop, double step, int32_t dtype, int32_t kind, int32_t index) {
    return make([&] { return at::arange(start, stop, step, options(dtype, kind, index)); });
}
RT_API Handle rt_rand(const int64_t* sizes, int32_t n, int32_t dtype, int32_t kind, int32_t index) {
    return make([&] { return at::rand(list(sizes, n), options(dtype, kind, index)); });
}
RT_API Handle rt_randn(const int64_t* sizes, int32_t n, int32_t dtype, int32_t kind, int32_t index) {
    return make([&] { return at::randn(list(sizes, n), options(dtype, kind, index)); });
}
RT_API Handle rt_from_bytes(const void* bytes, const int64_t* sizes, int32_t n, int32_t dtype) {
    return make([&] {
        auto result = at::empty(list(sizes, n), at::TensorOptions().dtype(type(dtype)));
        if (result.numel() > 0) std::memcpy(result.data_ptr(), bytes, result.nbytes());
        return result;
    });
}
RT_API Handle rt_to_dtype(Handle t, int32_t dtype, int32_t copy) {
    return make([&] { return t->to(type(dtype), false, copy != 0); });
}
RT_API Handle rt_to_device(Handle t, int32_t kind, int32_t index) {
    return make([&] { return t->to(device(kind, index)); });
}
RT_API Handle rt_contiguous(Handle t, int32_t memory) {
    return make([&] { return t->contiguous(format(memory)); });
}
RT_API Handle rt_clone(Handle t) {
    return make([&] { return t->clone(); });
}
RT_API Handle rt_alias(Handle t) {
    return make([&] { return t->alias(); });
}
RT_API int32_t rt_move_(Handle t, int32_t kind, int32_t index) {
    return run([&] { t->set_data(t->to(device(kind, index)).detach()); });
}
