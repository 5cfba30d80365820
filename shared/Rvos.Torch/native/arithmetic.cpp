#include "shim.h"

#define UNARY(name) \
    RT_API Handle rt_##name(Handle t) { return make([&] { return t->name(); }); }
#define UNARY_IN_PLACE(name) \
    RT_API int32_t rt_##name##_(Handle t) { return run([&] { t->name##_(); }); }
#define BINARY(name) \
    RT_API Handle rt_##name(Handle a, Handle b) { return make([&] { return a->name(*b); }); } \
    RT_API Handle rt_##name##_scalar(Handle a, double real, int64_t whole, int32_t tag) { \
        return make([&] { return a->name(number(real, whole, tag)); }); \
    }
#define BINARY_IN_PLACE(name) \
    RT_API int32_t rt_##name##_(Handle a, Handle b) { return run([&] { a->name##_(*b); }); } \
    RT_API int32_t rt_##name##_scalar_(Handle a, double real, int64_t whole, int32_t tag) { \
        return run([&] { a->name##_(number(real, whole, tag)); }); \
    }

UNARY(neg)
UNARY(abs)
UNARY(exp)
UNARY(log)
UNARY(sqrt)
UNARY(sigmoid)
UNARY(tanh)
UNARY(relu)
UNARY(floor)
UNARY(round)
UNARY(isnan)
UNARY(isfinite)
UNARY(logical_not)
UNARY(square)
UNARY_IN_PLACE(sigmoid)
UNARY_IN_PLACE(tanh)
UNARY_IN_PLACE(relu)
UNARY_IN_PLACE(zero)
UNARY_IN_PLACE(sqrt)

BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(div)
BINARY(eq)
BINARY(ne)
BINARY(gt)
BINARY(ge)
BINARY(lt)
BINARY(le)
BINARY(pow)
BINARY_IN_PLACE(add)
BINARY_IN_PLACE(sub)
BINARY_IN_PLACE(mul)
BINARY_IN_PLACE(div)

RT_API Handle rt_maximum(Handle a, Handle b) { return make([&] { return at::maximum(*a, *b); }); }
RT_API Handle rt_minimum(Handle a, Handle b) { return make([&] { return at::minimum(*a, *b); }); }
RT_API Handle rt_logical_and(Handle a, Handle b) { return make([&] { return a->logical_and(*b); }); }
RT_API Handle rt_logical_or(Handle a, Handle b) { return make([&] { return a->logical_or(*b); }); }
RT_API Handle rt_matmul(Handle a, Handle b) { return make([&] { return a->matmul(*b); }); }
RT_API Handle rt_where(Handle condition, Handle a, Handle b) { return make([&] { return at::where(*condition, *a, *b); }); }
RT_API Handle rt_masked_fill(Handle t, Handle mask, double value) { return make([&] { return t->masked_fill(*mask, value); }); }
RT_API Handle rt_clamp(Handle t, double low, double high) { return make([&] { return t->clamp(low, high); }); }
RT_API Handle rt_softmax(Handle t, int64_t dim) { return make([&] { return t->softmax(dim); }); }
RT_API Handle rt_log_softmax(Handle t, int64_t dim) { return make([&] { return t->log_softmax(dim); }); }
RT_API int32_t rt_copy_(Handle t, Handle source) { return run([&] { t->copy_(*source); }); }
RT_API int32_t rt_fill_(Handle t, double real, int64_t whole, int32_t tag) { return run([&] { t->fill_(number(real, whole, tag)); }); }
RT_API int32_t rt_add_scaled_(Handle t, Handle other, double alpha) { return run([&] { t->add_(*other, alpha); }); }
RT_API int32_t rt_addcmul_(Handle t, Handle a, Handle b, double value) { return run([&] { t->addcmul_(*a, *b, value); }); }
RT_API int32_t rt_addcdiv_(Handle t, Handle a, Handle b, double value) { return run([&] { t->addcdiv_(*a, *b, value); }); }
