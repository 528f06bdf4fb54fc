/// Makes structs known that are no models or forms: those that caches and sessions keep.
///
///     App("shop").with(values<Cart, Weather>())
///     auth::session(request).get<Cart>("cart")
///
/// Costly to compile: included where an app is put together.
#pragma once
#include <portico/base/field_types.hpp>

namespace portico {

struct Values {};

template <class... T> Values values() {
    (void)(install_type<T>(), ...);
    return {};
}

}  // namespace portico
