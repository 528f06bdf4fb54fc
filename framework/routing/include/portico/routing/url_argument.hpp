#pragma once
#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include <portico/base/uuid.hpp>

namespace portico {

/// A value for a path parameter, as text: integers, text, UUIDs, and types with a function `std::string
/// url_text(const T&)` beside them.
class UrlArgument {
public:
    template <std::integral I> UrlArgument(I number) : text_(std::to_string(number)) {}
    UrlArgument(std::string text) : text_(std::move(text)) {}
    UrlArgument(std::string_view text) : text_(text) {}
    UrlArgument(const char* text) : text_(text) {}
    UrlArgument(const Uuid& uuid) : text_(uuid.str()) {}
    template <class T>
        requires requires(const T& value) {
            { url_text(value) } -> std::convertible_to<std::string>;
        }
    UrlArgument(const T& value) : text_(url_text(value)) {}

    const std::string& text() const { return text_; }

private:
    std::string text_;
};

} // namespace portico
