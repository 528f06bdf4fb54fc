#include <portico/api/detail/constraints.hpp>

#include <cmath>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/base/validators.hpp>

namespace portico::api::detail {

std::string alternatives(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
        out.append("'").append(names[i]).append("'");
    }
    return out;
}

namespace {

/// Collects what is wrong with one value.
class Checker {
public:
    Checker(const FieldInfo& field, const Location& location, Errors& errors)
        : field_(field), location_(location), errors_(errors) {}

    void add(std::string type, std::string msg, Map ctx = {}) {
        errors_.push_back({std::move(type), location_.path(), std::move(msg), {}, std::move(ctx)});
    }

    void text(std::string_view text) {
        auto length = text::length(text);
        if (field_.min_length && length < *field_.min_length) {
            auto n = *field_.min_length;
            add("string_too_short", "String should have at least " + counted(n, "character"), {{"min_length", n}});
        } else if (field_.max_length && length > *field_.max_length) {
            auto n = *field_.max_length;
            add("string_too_long", "String should have at most " + counted(n, "character"), {{"max_length", n}});
        } else if (!field_.pattern.empty() && !matches_pattern(text, field_.pattern)) {
            add("string_pattern_mismatch", "String should match pattern '" + field_.pattern + "'",
                {{"pattern", field_.pattern}});
        } else if (!field_.format.empty()) {
            if (auto problem = format_problem(text, field_.format); !problem.empty()) add("value_error", problem);
        }
    }

    void list(std::size_t length) {
        auto numbers = [&](std::string_view name, std::size_t bound) {
            return Map{{"field_type", "List"}, {std::string(name), bound}, {"actual_length", length}};
        };
        if (field_.min_length && length < *field_.min_length) {
            add("too_short",
                "List should have at least " + counted(*field_.min_length, "item") + " after validation, not " +
                    std::to_string(length),
                numbers("min_length", *field_.min_length));
        } else if (field_.max_length && length > *field_.max_length) {
            add("too_long",
                "List should have at most " + counted(*field_.max_length, "item") + " after validation, not " +
                    std::to_string(length),
                numbers("max_length", *field_.max_length));
        }
    }

    void number(const Value& value) {
        if (field_.multiple_of && !is_multiple(value, *field_.multiple_of)) {
            add("multiple_of", "Input should be a multiple of " + field_.multiple_of->str(),
                {{"multiple_of", *field_.multiple_of}});
        } else if (field_.maximum && !field_.exclusive_maximum && value > *field_.maximum) {
            add("less_than_equal", "Input should be less than or equal to " + field_.maximum->str(), {{"le", *field_.maximum}});
        } else if (field_.maximum && field_.exclusive_maximum && value >= *field_.maximum) {
            add("less_than", "Input should be less than " + field_.maximum->str(), {{"lt", *field_.maximum}});
        } else if (field_.minimum && !field_.exclusive_minimum && value < *field_.minimum) {
            add("greater_than_equal", "Input should be greater than or equal to " + field_.minimum->str(),
                {{"ge", *field_.minimum}});
        } else if (field_.minimum && field_.exclusive_minimum && value <= *field_.minimum) {
            add("greater_than", "Input should be greater than " + field_.minimum->str(), {{"gt", *field_.minimum}});
        }
    }

    void decimal(const Decimal& decimal) {
        if (field_.digits && decimal.digits() > *field_.digits) {
            auto n = *field_.digits;
            add("decimal_max_digits", "Decimal input should have no more than " + counted(n, "digit") + " in total",
                {{"max_digits", n}});
        } else if (field_.places && decimal.scale() > *field_.places) {
            auto n = *field_.places;
            add("decimal_max_places", "Decimal input should have no more than " + counted(n, "decimal place"),
                {{"decimal_places", n}});
        }
    }

    void choices(const Value& value) {
        if (field_.choices.empty()) return;
        std::vector<std::string> names;
        for (const auto& choice : field_.choices) {
            if (choice.value == value) return;
            names.push_back(choice.value.str());
        }
        auto expected = alternatives(names);
        add("literal_error", "Input should be " + expected, {{"expected", expected}});
    }

    void validators(const Value& value) {
        for (const auto& check : field_.validators) {
            try {
                check(value);
            } catch (const ConversionError& error) {
                add("value_error", std::string("Value error, ") + error.what(), {{"error", Value(Map{})}});
            }
        }
    }

private:
    template <class N> static std::string counted(N n, std::string_view noun) {
        return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
    }

    static bool is_multiple(const Value& value, const Value& step) {
        auto* whole = value.as_integer();
        auto* whole_step = step.as_integer();
        if (whole && whole_step) return *whole_step != 0 && *whole % *whole_step == 0;
        double number = std::stod(value.str()), unit = std::stod(step.str());
        double rest = std::abs(std::remainder(number, unit));
        return rest <= 1e-9 * std::abs(unit);
    }

    const FieldInfo& field_;
    const Location& location_;
    Errors& errors_;
};

}  // namespace

void check_constraints(const FieldInfo& field, const FieldType& type, const void* value, const Location& location,
                       Errors& errors) {
    const void* inner = type.optional ? type.inner(value) : value;
    if (!inner) return;
    const FieldType& plain = type.optional ? *type.element : type;
    Checker checker(field, location, errors);
    auto before = errors.size();
    if (plain.kind == Kind::list) {
        checker.list(plain.length(inner));
    } else {
        Value given = plain.get(inner);
        if (auto text = given.as_text()) checker.text(*text);
        if (given.as_integer() || given.as_number() || given.as_decimal()) checker.number(given);
        if (auto* decimal = given.as_decimal()) checker.decimal(*decimal);
        checker.choices(given);
    }
    if (errors.size() == before) checker.validators(plain.get(inner));
}

void check_rules(const TypeInfo& type, const void* object, const Location& location, Errors& errors) {
    std::vector<TypeInfo::RuleError> found;
    for (const auto& rule : type.rules) rule(object, found);
    for (const auto& error : found) {
        auto loc = location.path();
        if (!error.field.empty()) loc.push_back(Value(error.field));
        errors.push_back({"value_error", std::move(loc), "Value error, " + error.message, {}, {{"error", Value(Map{})}}});
    }
}

}  // namespace portico::api::detail
