#include <portico/templates/library.hpp>

#include <portico/base/text.hpp>
#include <portico/base/type_info.hpp>
#include <portico/i18n/zoned_time.hpp>
#include <portico/templates/errors.hpp>

#include "conversion.hpp"

namespace portico::templates::detail {

void wrong_argument(const Value& value, std::string_view expected) {
    throw RenderError("\"" + std::string(text::prefix(value.str(), 60)) + "\" is not " +
                      std::string(expected));
}

std::int64_t integer_argument(const Value& value) {
    auto number = to_integer(value);
    if (!number) wrong_argument(value, "a whole number");
    return *number;
}

double number_argument(const Value& value) {
    auto number = to_number(value);
    if (!number) wrong_argument(value, "a number");
    return *number;
}

const void* struct_argument(const Value& value, const TypeInfo* type) {
    auto* structure = value.as_struct();
    if (!structure || !structure->type || *structure->type != type || !type) {
        wrong_argument(value, type ? "a " + type->name : std::string("what the function takes"));
    }
    return structure->object;
}

Argument<List>::Argument(const Value& value) {
    bool iterable = value.each([this](const Value& item) {
        items.push_back(item);
        return true;
    });
    if (!iterable) wrong_argument(value, "a list");
}

Argument<DateTime>::Argument(const Value& value) {
    if (auto* given = value.as_date_time()) {
        moment = *given;
    } else if (auto* zoned = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic())) {
        moment = zoned->moment();
    } else {
        wrong_argument(value, "a date and time");
    }
}

} // namespace portico::templates::detail
