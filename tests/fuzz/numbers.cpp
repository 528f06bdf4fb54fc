/// Any text is a number or none; decimals keep their value through their text, and numbers can be written in any format.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <portico/base/decimal.hpp>
#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>
#include <portico/i18n/formats.hpp>
#include <portico/i18n/number_format.hpp>

using namespace portico;

namespace {

void decimals(std::string_view text) {
    const auto number = Decimal::parse(text);
    if (!number) return;
    if (Decimal(number->str()) != *number) std::abort();
    const Decimal shorter = number->rounded(2);
    if (shorter.rounded(2) != shorter) std::abort();
    number->to_double();
}

template <class Convert> void converted(Convert convert) {
    try {
        convert();
    } catch (const ConversionError&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    converted([&] { decimals(text); });
    const Value value{std::string(text)};
    converted([&] { detail::to_integer(value, INT32_MIN, INT32_MAX); });
    converted([&] { detail::to_number(value); });
    static const i18n::Formats formats;
    converted([&] { i18n::format_number(text, formats, {}); });
    return 0;
}
