#include "limits.hpp"

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>

namespace portico {

void check_limits(const FieldInfo& field, const Value& value) {
    if (field.minimum && (field.exclusive_minimum ? !(value > *field.minimum) : value < *field.minimum))
        throw ConversionError("must be " + std::string(field.exclusive_minimum ? "above " : "at least ") +
                              field.minimum->str());
    if (field.maximum && (field.exclusive_maximum ? !(value < *field.maximum) : value > *field.maximum))
        throw ConversionError("must be " + std::string(field.exclusive_maximum ? "below " : "at most ") +
                              field.maximum->str());
    if (!field.choices.empty() && std::none_of(field.choices.begin(), field.choices.end(),
                                               [&](const Choice& choice) { return choice.value == value; })) {
        std::string names;
        for (const Choice& choice : field.choices)
            names += (names.empty() ? "" : ", ") + to_json(choice.value);
        throw ConversionError("must be one of " + names);
    }
    for (const auto& validator : field.validators) validator(value);
}

}  // namespace portico
