#pragma once
#include <vector>

#include <portico/base/type_info.hpp>
#include <portico/orm/saving.hpp>

namespace portico::orm {

/// A value on its way into a model's field: for imports, fixtures, and programs that take rows from elsewhere.
///
///     Cleaned cleaned = clean_value(*installed<Post>().find("views"), "12");
///     if (cleaned.errors.empty()) row.set("views", cleaned.value);       // 12, as an integer
///
/// Django's Field.clean: the value becomes one of the field's kind (texts are read, numbers converted), then the field's rules are
/// checked. `value` is null where it could not be converted; messages and codes are Django's ("“abc” value must be an integer.").
struct Cleaned {
    Value value{};
    std::vector<FieldError> errors{};
};
Cleaned clean_value(const FieldInfo& field, const Value& value);

}  // namespace portico::orm
