#include "shim.h"

std::string& last_error() {
    thread_local std::string text;
    return text;
}

void set_error(const std::exception& error) {
    // c10's what() carries a C++ backtrace after the first lines; a caller wants the message alone.
    if (const auto* own = dynamic_cast<const c10::Error*>(&error)) {
        last_error() = own->what_without_backtrace();
    } else {
        last_error() = error.what();
    }
}

RT_API const char* rt_last_error() { return last_error().c_str(); }
RT_API void rt_free(Handle t) { delete t; }
RT_API int32_t rt_dim(Handle t) { return static_cast<int32_t>(t->dim()); }
RT_API int64_t rt_numel(Handle t) { return t->numel(); }
RT_API int32_t rt_dtype(Handle t) { return static_cast<int32_t>(t->scalar_type()); }
RT_API int32_t rt_device_type(Handle t) { return static_cast<int32_t>(t->device().type()); }
RT_API int32_t rt_device_index(Handle t) { return t->device().index(); }
RT_API int32_t rt_is_contiguous(Handle t, int32_t memory) { return t->is_contiguous(format(memory)); }
RT_API int32_t rt_element_size(Handle t) { return static_cast<int32_t>(t->element_size()); }

RT_API void rt_sizes(Handle t, int64_t* sizes) {
    for (int64_t i = 0; i < t->dim(); i++) sizes[i] = t->size(i);
}

RT_API void rt_strides(Handle t, int64_t* strides) {
    for (int64_t i = 0; i < t->dim(); i++) strides[i] = t->stride(i);
}

RT_API void* rt_data(Handle t) {
    try {
        return t->data_ptr();
    } catch (const std::exception& error) {
        set_error(error);
        return nullptr;
    }
}

RT_API int32_t rt_item(Handle t, double* real, int64_t* whole) {
    return run([&] {
        const auto value = t->item();
        *real = value.toDouble();
        *whole = value.isFloatingPoint() ? 0 : value.toLong();
    });
}

RT_API void rt_set_threads(int32_t threads) { at::set_num_threads(threads); }
RT_API int32_t rt_threads() { return at::get_num_threads(); }
RT_API int32_t rt_cuda_available() { return at::hasCUDA() && at::globalContext().hasCUDA() && at::detail::getCUDAHooks().hasCUDA(); }
RT_API int32_t rt_cuda_count() { return at::hasCUDA() ? at::detail::getCUDAHooks().getNumGPUs() : 0; }

RT_API int32_t rt_manual_seed(int64_t seed) {
    return run([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}
