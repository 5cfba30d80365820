#include "shim.h"

RT_API Handle rt_sum(Handle t) { return make([&] { return t->sum(); }); }
RT_API Handle rt_mean(Handle t) { return make([&] { return t->mean(); }); }
RT_API Handle rt_max(Handle t) { return make([&] { return t->max(); }); }
RT_API Handle rt_min(Handle t) { return make([&] { return t->min(); }); }
RT_API Handle rt_all(Handle t) { return make([&] { return t->all(); }); }
RT_API Handle rt_any(Handle t) { return make([&] { return t->any(); }); }
RT_API Handle rt_norm(Handle t) { return make([&] { return t->norm(); }); }
RT_API Handle rt_sum_dims(Handle t, const int64_t* dims, int32_t n, int32_t keep) { return make([&] { return t->sum(list(dims, n), keep != 0); }); }
RT_API Handle rt_mean_dims(Handle t, const int64_t* dims, int32_t n, int32_t keep) { return make([&] { return t->mean(list(dims, n), keep != 0); }); }
RT_API Handle rt_amax(Handle t, const int64_t* dims, int32_t n, int32_t keep) { return make([&] { return t->amax(list(dims, n), keep != 0); }); }
RT_API Handle rt_amin(Handle t, const int64_t* dims, int32_t n, int32_t keep) { return make([&] { return t->amin(list(dims, n), keep != 0); }); }
RT_API Handle rt_argmax(Handle t, int64_t dim, int32_t keep) { return make([&] { return t->argmax(dim, keep != 0); }); }
