#include "shim.h"

RT_API Handle rt_view(Handle t, const int64_t* sizes, int32_t n) { return make([&] { return t->view(list(sizes, n)); }); }
RT_API Handle rt_reshape(Handle t, const int64_t* sizes, int32_t n) { return make([&] { return t->reshape(list(sizes, n)); }); }
RT_API Handle rt_permute(Handle t, const int64_t* dims, int32_t n) { return make([&] { return t->permute(list(dims, n)); }); }
RT_API Handle rt_expand(Handle t, const int64_t* sizes, int32_t n) { return make([&] { return t->expand(list(sizes, n)); }); }
RT_API Handle rt_flip(Handle t, const int64_t* dims, int32_t n) { return make([&] { return t->flip(list(dims, n)); }); }
RT_API Handle rt_transpose(Handle t, int64_t a, int64_t b) { return make([&] { return t->transpose(a, b); }); }
RT_API Handle rt_unsqueeze(Handle t, int64_t dim) { return make([&] { return t->unsqueeze(dim); }); }
RT_API Handle rt_squeeze(Handle t, int64_t dim) { return make([&] { return t->squeeze(dim); }); }
RT_API Handle rt_flatten(Handle t, int64_t from, int64_t to) { return make([&] { return t->flatten(from, to); }); }
RT_API Handle rt_select(Handle t, int64_t dim, int64_t index) { return make([&] { return t->select(dim, index); }); }
RT_API Handle rt_narrow(Handle t, int64_t dim, int64_t start, int64_t length) { return make([&] { return t->narrow(dim, start, length); }); }
RT_API Handle rt_index_select(Handle t, int64_t dim, Handle index) { return make([&] { return t->index_select(dim, *index); }); }
RT_API Handle rt_gather(Handle t, int64_t dim, Handle index) { return make([&] { return t->gather(dim, *index); }); }

static std::vector<at::Tensor> gather_list(Handle* tensors, int32_t count) {
    std::vector<at::Tensor> result;
    result.reserve(count);
    for (int32_t i = 0; i < count; i++) result.push_back(*tensors[i]);
    return result;
}

RT_API Handle rt_cat(Handle* tensors, int32_t count, int64_t dim) { return make([&] { return at::cat(gather_list(tensors, count), dim); }); }
RT_API Handle rt_stack(Handle* tensors, int32_t count, int64_t dim) { return make([&] { return at::stack(gather_list(tensors, count), dim); }); }
