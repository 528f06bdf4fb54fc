#pragma once
#include <string>

#include <portico/base/value.hpp>
#include <portico/i18n/exact_number.hpp>

namespace portico::i18n {

/// A number for templates that no C++ number holds: a whole number beyond 64 bits, a decimal of many digits
/// or with an exponent.
///
///     Value distance = BigNumber("9460730472580800000000");
class BigNumber : public Dynamic {
public:
    /// Throws ConversionError when `digits` is no number.
    explicit BigNumber(std::string digits, bool is_decimal = false);

    const ExactNumber& exact() const { return exact_; }
    bool is_decimal() const { return is_decimal_; }
    bool truthy() const override { return !exact_.is_zero(); }
    std::string str() const override { return digits_; }

private:
    std::string digits_;
    ExactNumber exact_;
    bool is_decimal_;
};

/// Null when the value is another kind of number, or none.
const BigNumber* as_big_number(const Value& value);

} // namespace portico::i18n
