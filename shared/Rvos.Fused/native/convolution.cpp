#include "convolution.h"

#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

static thread_local std::string error_text;
const char* convolution_error() { return error_text.c_str(); }

#ifndef RVOS_HAS_DNNL

struct Convolution {};
int32_t convolution_capability() { return 0; }
Convolution* convolution_create(const float*, const float*, int64_t, int64_t, int64_t, int64_t, int32_t, int32_t, int32_t) {
    error_text = "built without oneDNN 2.x";
    return nullptr;
}
int32_t convolution_run(Convolution*, const void*, void*, int64_t, int64_t, int64_t) { return -1; }
void convolution_free(Convolution*) {}

#else

#include <oneapi/dnnl/dnnl.h>

namespace {

void check(dnnl_status_t status, const char* what) {
    if (status != dnnl_success) throw std::runtime_error(std::string("oneDNN: ") + what + " failed with status " + std::to_string(status));
}

template <typename T, dnnl_status_t (*Destroy)(T)>
struct Owned {
    T value = nullptr;
    Owned() = default;
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() {
        if (value) Destroy(value);
    }
};
using Memory = Owned<dnnl_memory_t, dnnl_memory_destroy>;
using Primitive = Owned<dnnl_primitive_t, dnnl_primitive_destroy>;
using Descriptor = Owned<dnnl_primitive_desc_t, dnnl_primitive_desc_destroy>;
using Attributes = Owned<dnnl_primitive_attr_t, dnnl_primitive_attr_destroy>;
using PostOps = Owned<dnnl_post_ops_t, dnnl_post_ops_destroy>;

dnnl_engine_t engine() {
    static dnnl_engine_t value = [] {
        dnnl_engine_t made;
        check(dnnl_engine_create(&made, dnnl_cpu, 0), "creating the engine");
        return made;
    }();
    return value;
}

dnnl_stream_t stream() {
    thread_local dnnl_stream_t value = [] {
        dnnl_stream_t made;
        check(dnnl_stream_create(&made, engine(), dnnl_stream_default_flags), "creating a stream");
        return made;
    }();
    return value;
}

void reorder(const Memory& from, const Memory& to, const dnnl_memory_desc_t& from_desc, const dnnl_memory_desc_t& to_desc) {
    Descriptor descriptor;
    Primitive primitive;
    check(dnnl_reorder_primitive_desc_create(&descriptor.value, &from_desc, engine(), &to_desc, engine(), nullptr), "describing a reorder");
    check(dnnl_primitive_create(&primitive.value, descriptor.value), "creating a reorder");
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from.value}, {DNNL_ARG_TO, to.value}};
    check(dnnl_primitive_execute(primitive.value, stream(), 2, arguments), "packing weights");
    check(dnnl_stream_wait(stream()), "packing weights");
}

// A primitive for one input size.
struct Prepared {
    Primitive primitive;
    dnnl_memory_desc_t source, target;
    std::shared_ptr<Memory> weights;
};

}  // namespace

struct Convolution {
    std::vector<float> weights, bias;
    int64_t inputs, outputs, kernel, stride;
    bool relu, residual;
    dnnl_data_type_t type;
    Memory bias_memory;
    std::mutex gate;
    std::map<std::tuple<int64_t, int64_t, int64_t>, std::unique_ptr<Prepared>> prepared;
    std::vector<std::pair<dnnl_memory_desc_t, std::shared_ptr<Memory>>> packed;

    dnnl_memory_desc_t plain_desc() const {
        dnnl_memory_desc_t desc;
        const dnnl_dims_t dims = {outputs, inputs, kernel, kernel};
        check(dnnl_memory_desc_init_by_tag(&desc, 4, dims, dnnl_f32, dnnl_oihw), "describing weights");
        return desc;
    }

    // Input sizes that want the same packing share it.
    std::shared_ptr<Memory> pack(const dnnl_memory_desc_t& wanted) {
        for (const auto& [desc, memory] : packed)
            if (dnnl_memory_desc_equal(&desc, &wanted)) return memory;
        const auto plain = plain_desc();
        Memory source;
        check(dnnl_memory_create(&source.value, &plain, engine(), weights.data()), "wrapping weights");
        auto result = std::make_shared<Memory>();
        check(dnnl_memory_create(&result->value, &wanted, engine(), DNNL_MEMORY_ALLOCATE), "allocating packed weights");
        reorder(source, *result, plain, wanted);
        packed.emplace_back(wanted, result);
        return result;
    }

    Prepared& prepare(int64_t n, int64_t h, int64_t w) {
        std::lock_guard<std::mutex> lock(gate);
        auto& slot = prepared[{n, h, w}];
        if (slot) return *slot;
        auto made = std::make_unique<Prepared>();
        const int64_t oh = (h - 1) / stride + 1, ow = (w - 1) / stride + 1, pad = kernel / 2;
        const dnnl_dims_t source_dims = {n, inputs, h, w}, target_dims = {n, outputs, oh, ow};
        const dnnl_dims_t weight_dims = {outputs, inputs, kernel, kernel}, bias_dims = {outputs};
        // The stride may leave the last rows unread: what is padded after is what is still needed.
        const dnnl_dims_t steps = {stride, stride}, before = {pad, pad};
        const dnnl_dims_t after = {(oh - 1) * stride + kernel - h - pad, (ow - 1) * stride + kernel - w - pad};
        dnnl_memory_desc_t weight_any, bias_desc;
        check(dnnl_memory_desc_init_by_tag(&made->source, 4, source_dims, type, dnnl_nhwc), "describing the input");
        check(dnnl_memory_desc_init_by_tag(&made->target, 4, target_dims, type, dnnl_nhwc), "describing the output");
        check(dnnl_memory_desc_init_by_tag(&weight_any, 4, weight_dims, type, dnnl_format_tag_any), "describing the weights");
        check(dnnl_memory_desc_init_by_tag(&bias_desc, 1, bias_dims, dnnl_f32, dnnl_x), "describing the bias");

        dnnl_convolution_desc_t convolution;
        check(dnnl_convolution_forward_desc_init(&convolution, dnnl_forward_inference, dnnl_convolution_direct, &made->source, &weight_any,
                                                 &bias_desc, &made->target, steps, before, after), "describing the convolution");
        PostOps post;
        Attributes attributes;
        check(dnnl_post_ops_create(&post.value), "creating post-operations");
        check(dnnl_primitive_attr_create(&attributes.value), "creating attributes");
        if (residual) check(dnnl_post_ops_append_sum(post.value, 1.0f), "appending the residual");
        if (relu) check(dnnl_post_ops_append_eltwise(post.value, 1.0f, dnnl_eltwise_relu, 0.0f, 0.0f), "appending the ReLU");
        check(dnnl_primitive_attr_set_post_ops(attributes.value, post.value), "setting post-operations");

        Descriptor descriptor;
        check(dnnl_primitive_desc_create(&descriptor.value, &convolution, attributes.value, engine(), nullptr), "choosing an implementation");
        check(dnnl_primitive_create(&made->primitive.value, descriptor.value), "creating the primitive");
        made->weights = pack(*dnnl_primitive_desc_query_md(descriptor.value, dnnl_query_weights_md, 0));
        if (!bias_memory.value) check(dnnl_memory_create(&bias_memory.value, &bias_desc, engine(), bias.data()), "wrapping the bias");
        slot = std::move(made);
        return *slot;
    }
};

int32_t convolution_capability() {
    const auto isa = dnnl_get_effective_cpu_isa();
    if (isa >= dnnl_cpu_isa_avx512_core_amx) return 3;
    if (isa >= dnnl_cpu_isa_avx512_core_bf16) return 2;
    return 1;
}

Convolution* convolution_create(const float* weights, const float* bias, int64_t inputs, int64_t outputs, int64_t kernel, int64_t stride,
                                int32_t relu, int32_t residual, int32_t type) {
    try {
        auto made = std::make_unique<Convolution>();
        made->weights.assign(weights, weights + outputs * inputs * kernel * kernel);
        made->bias.assign(outputs, 0.0f);
        if (bias) made->bias.assign(bias, bias + outputs);
        made->inputs = inputs;
        made->outputs = outputs;
        made->kernel = kernel;
        made->stride = stride;
        made->relu = relu != 0;
        made->residual = residual != 0;
        made->type = type == 0 ? dnnl_f32 : dnnl_bf16;
        return made.release();
    } catch (const std::exception& error) {
        error_text = error.what();
        return nullptr;
    }
}

int32_t convolution_run(Convolution* convolution, const void* in, void* out, int64_t n, int64_t h, int64_t w) {
    try {
        auto& prepared = convolution->prepare(n, h, w);
        Memory source, target;
        check(dnnl_memory_create(&source.value, &prepared.source, engine(), const_cast<void*>(in)), "wrapping the input");
        check(dnnl_memory_create(&target.value, &prepared.target, engine(), out), "wrapping the output");
        const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_SRC, source.value},
                                             {DNNL_ARG_WEIGHTS, prepared.weights->value},
                                             {DNNL_ARG_BIAS, convolution->bias_memory.value},
                                             {DNNL_ARG_DST, target.value}};
        check(dnnl_primitive_execute(prepared.primitive.value, stream(), 4, arguments), "the convolution");
        check(dnnl_stream_wait(stream()), "the convolution");
        return 0;
    } catch (const std::exception& error) {
        error_text = error.what();
        return -1;
    }
}

void convolution_free(Convolution* convolution) { delete convolution; }

#endif
