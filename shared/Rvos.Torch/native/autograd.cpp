#include "shim.h"

RT_API Handle rt_detach(Handle t) { return make([&] { return t->detach(); }); }
RT_API int32_t rt_requires_grad(Handle t) { return t->requires_grad(); }
RT_API int32_t rt_set_requires_grad(Handle t, int32_t on) { return run([&] { t->set_requires_grad(on != 0); }); }
RT_API int32_t rt_has_grad(Handle t) { return t->grad().defined(); }
RT_API Handle rt_grad(Handle t) { return make([&] { return t->grad(); }); }
RT_API int32_t rt_set_grad(Handle t, Handle grad) {
    return run([&] { t->mutable_grad() = grad ? *grad : at::Tensor(); });
}
RT_API int32_t rt_backward(Handle t, Handle gradient, int32_t retain) {
    return run([&] { torch::autograd::backward({*t}, {gradient ? *gradient : at::Tensor()}, retain != 0); });
}
RT_API int32_t rt_set_grad_enabled(int32_t on) {
    const bool before = at::GradMode::is_enabled();
    at::GradMode::set_enabled(on != 0);
    return before;
}
RT_API int32_t rt_is_grad_enabled() { return at::GradMode::is_enabled(); }
