#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "expression.hpp"

namespace portico::templates {

/// The condition of an {% if %}: `not a and b in c or d == 1`, with Python's operators and precedence.
/// A comparison that makes no sense ("a" < 1) is false.
class Condition {
public:
    static Condition parse(const Parser& parser, std::span<const std::string_view> words);
    bool holds(Rendering& rendering) const;

private:
    enum class Operator {
        value,
        either,
        both,
        negation,
        in,
        not_in,
        is,
        is_not,
        equal,
        unequal,
        less,
        less_or_equal,
        greater,
        greater_or_equal
    };
    friend class ConditionParser;
    bool compare(Rendering& rendering) const;
    const Value& operand(Rendering& rendering, Storage& storage) const;

    Operator operator_ = Operator::value;
    std::optional<Expression> expression_{};
    std::unique_ptr<Condition> first_{}, second_{};
};

/// Python's `item in container`; nothing where that is an error.
std::optional<bool> contains(const Value& container, const Value& item);

} // namespace portico::templates
