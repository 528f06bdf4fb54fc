#pragma once
#include <string_view>

#include <portico/templates/library.hpp>

#include "rendering.hpp"

namespace portico::templates {

/// What a built-in filter works on.
struct FilterCall {
    const Value& input;
    const Value* argument; // null when the template gives none
    Rendering& rendering;

    bool autoescape() const { return rendering.autoescape; }
    /// The input as Python prints it, without a copy where it is text.
    std::string_view text();

    std::string text_{};
    bool printed_ = false;
};

enum class TakesArgument { no, optional, yes };

/// A filter's name, what it does, and how it treats safe HTML.
struct Filter {
    std::string_view name{};
    Value (*function)(FilterCall&) = nullptr;
    TakesArgument argument = TakesArgument::no;
    bool keeps_safe = false; // safe HTML in, safe HTML out (Django's is_safe)
    const FilterDefinition* custom = nullptr;
};

} // namespace portico::templates
