#pragma once
#include <optional>
#include <string>

#include <portico/base/value.hpp>
#include <portico/forms/errors.hpp>
#include <portico/i18n/exact_number.hpp>

namespace portico::forms {

/// As Python compares, numbers of any size among them; false where the two can't be compared.
bool is_less(const Value& a, const Value& b);
bool is_multiple(const Value& value, const Value& step, const Value& offset);
/// What is wrong with a value that is none, counted from `offset`.
Fault step_fault(const Value& step, const std::optional<Value>& offset);
/// Django's DecimalValidator: what is wrong with the number of digits.
std::optional<Fault> digits_fault(const i18n::ExactNumber& number, std::optional<int> max_digits, std::optional<int> decimal_places);

}  // namespace portico::forms
