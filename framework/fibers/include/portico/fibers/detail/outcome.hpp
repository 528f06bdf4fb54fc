#pragma once

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace portico::fibers::detail {

/// What a function returned or threw; `std::monostate` stands for void.
template <class Function, class... Arguments> class Outcome {
    using Returned = std::remove_cvref_t<std::invoke_result_t<Function&, Arguments...>>;

public:
    using Result = std::conditional_t<std::is_void_v<Returned>, std::monostate, Returned>;

    void run(Function& function, Arguments... arguments) {
        if constexpr (std::is_void_v<Returned>) {
            function(std::forward<Arguments>(arguments)...);
            value_.emplace();
        } else {
            value_.emplace(function(std::forward<Arguments>(arguments)...));
        }
    }
    void run_or_catch(Function& function, Arguments... arguments) noexcept {
        try {
            run(function, std::forward<Arguments>(arguments)...);
        } catch (...) {
            error_ = std::current_exception();
        }
    }
    Result take() {
        if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
        return std::move(*value_);
    }

private:
    std::optional<Result> value_;
    std::exception_ptr error_;
};

} // namespace portico::fibers::detail
