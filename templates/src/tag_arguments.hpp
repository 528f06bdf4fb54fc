#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expression.hpp"
#include "parser.hpp"

namespace portico::templates {

using Words = std::vector<std::string_view>;

/// `name=value` with what the value is.
struct NamedExpression {
    std::string_view name{};
    std::uint32_t hash = 0;
    Expression expression;
};

/// Splits `name=value`; the name is empty when the word is a value only.
std::pair<std::string_view, std::string_view> split_named(std::string_view word);

/// What follows a tag's name: values, named values, and `as name` at the end.
struct Arguments {
    std::vector<Expression> positional{};
    std::vector<NamedExpression> named{};
    std::string_view target{};
};

Arguments parse_arguments(const Parser& parser, const Words& words, std::size_t from,
                          bool allows_target = true);

/// `a=1 b=2`, from `from` on as far as it goes; `legacy`: also `1 as a and 2 as b`.
std::vector<NamedExpression> parse_assignments(const Parser& parser, const Words& words, std::size_t& from,
                                               bool legacy);

/// Writes the value, or sets the variable that `as name` gives.
void write_or_set(Rendering& rendering, std::string_view target, Value value);
/// The value as {{ value }} would show it, as HTML where it was escaped.
Value rendered_value(Rendering& rendering, const Value& value);

} // namespace portico::templates
