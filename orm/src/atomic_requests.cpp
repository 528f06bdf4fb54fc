#include <portico/orm/atomic_requests.hpp>

#include <utility>

namespace portico::orm {

Middleware atomic_requests(AtomicOptions options) {
    return {.name = "atomic", .handle = [options = std::move(options)](Request& request, Next next) {
                return atomic([&] { return next(request); }, options);
            }};
}

}  // namespace portico::orm
