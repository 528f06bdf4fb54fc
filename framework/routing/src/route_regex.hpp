// A route with a regular expression in it, compiled.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <portico/http/detail/small_vector.hpp>
#include <portico/routing/regex_forms.hpp>
#include <portico/routing/route.hpp>
#include <portico/routing/router.hpp>

#include "regex_code.hpp"

namespace portico::routing {

class RouteRegex {
public:
    explicit RouteRegex(const Route& route);

    using Values = detail::SmallVector<std::string_view, 8>;
    /// The path without its first slash. A value is null where its group took no part.
    bool match(std::string_view path, Values& values) const;
    /// Of the values, in order; empty ones where no group is named.
    const std::vector<std::string>& names() const { return names_; }

    /// The path with these arguments, not yet encoded for a URL; nothing where they don't fit.
    std::optional<std::string> path(std::span<const UrlArgument> arguments) const;
    std::optional<std::string> path(std::span<const Router::NamedArgument> arguments) const;

private:
    struct Step {
        RegexCode code;
        std::vector<const Converter*> converters{}; // of a plain pattern's parameters
    };
    /// The form's text, where the whole expression matches it.
    template <class TextOf> std::optional<std::string> filled(const RegexForm& form, TextOf text_of) const;

    std::vector<Step> steps_{};
    std::vector<std::string> names_{};
    bool named_ = false;
    RegexCode whole_;
    std::vector<RegexForm> forms_;
};

} // namespace portico::routing
