// The C surface of libtorch that the C# slice of TorchSharp calls. One convention for all of it: a function that makes a
// tensor returns a new handle, or null after setting the calling thread's error text; others return 0, or -1 likewise.
#pragma once
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/grad_mode.h>

#include <cstdint>
#include <exception>
#include <string>

#define RT_API extern "C" __attribute__((visibility("default")))

using Handle = at::Tensor*;

std::string& last_error();
void set_error(const std::exception& error);

template <typename F>
Handle make(F&& body) noexcept {
    try {
        return new at::Tensor(body());
    } catch (const std::exception& error) {
        set_error(error);
        return nullptr;
    }
}

template <typename F>
int32_t run(F&& body) noexcept {
    try {
        body();
        return 0;
    } catch (const std::exception& error) {
        set_error(error);
        return -1;
    }
}

inline at::IntArrayRef list(const int64_t* values, int32_t count) { return {values, static_cast<size_t>(count)}; }

inline at::ScalarType type(int32_t dtype) { return static_cast<at::ScalarType>(dtype); }

inline at::Device device(int32_t kind, int32_t index) {
    return at::Device(static_cast<at::DeviceType>(kind), static_cast<at::DeviceIndex>(index));
}

inline at::MemoryFormat format(int32_t value) {
    return value == 1 ? at::MemoryFormat::ChannelsLast : value == 2 ? at::MemoryFormat::Preserve : at::MemoryFormat::Contiguous;
}

// A number crosses the border as a double and its exact 64-bit integer, with a tag that says which one it was.
inline at::Scalar number(double real, int64_t whole, int32_t kind) {
    return kind == 2 ? at::Scalar(whole != 0) : kind == 1 ? at::Scalar(whole) : at::Scalar(real);
}

inline c10::optional<at::Tensor> maybe(Handle handle) {
    return handle ? c10::optional<at::Tensor>(*handle) : c10::optional<at::Tensor>();
}
