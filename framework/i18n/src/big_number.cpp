#include <portico/i18n/big_number.hpp>

#include <portico/base/error.hpp>

namespace portico::i18n {

namespace {

ExactNumber parsed(const std::string& digits) {
    auto exact = ExactNumber::parse(digits);
    if (!exact) throw ConversionError("\"" + digits + "\" is not a number");
    return *exact;
}

} // namespace

BigNumber::BigNumber(std::string digits, bool is_decimal)
    : digits_(std::move(digits)), exact_(parsed(digits_)), is_decimal_(is_decimal) {}

const BigNumber* as_big_number(const Value& value) {
    auto* dynamic = value.as_dynamic();
    return dynamic ? dynamic_cast<const BigNumber*>(dynamic) : nullptr;
}

} // namespace portico::i18n
