/// What the dialects write and read alike.
#pragma once
#include <string>
#include <string_view>

#include <portico/base/error.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::orm {

/// "smallint", "integer" or "bigint".
std::string integer_type(const ColumnType& type);
/// "varchar(200)", or "text" without a length.
std::string text_type(const ColumnType& type);
/// A text with everything escaped by a backslash that LIKE would take for a wildcard.
std::string escape_like(std::string_view text);

/// So many digits as a number; -1 where something else stands.
inline int digits(const char* text, int count) {
    int number = 0;
    for (int i = 0; i < count; ++i) {
        const unsigned digit = static_cast<unsigned>(text[i]) - '0';
        if (digit > 9) return -1;
        number = number * 10 + static_cast<int>(digit);
    }
    return number;
}

/// What the parse function makes of the text; ConversionError where that is nothing.
template <class Parse> Value parsed(std::string_view text, const char* what, Parse parse) {
    auto found = parse(text);
    if (!found) throw ConversionError("the database holds \"" + std::string(text) + "\", which is no " + what);
    return Value(*found);
}

/// A column that isn't null, of a kind that all databases hold alike; as the database has it for other kinds.
Value loaded_alike(const Row& row, std::size_t column, Kind kind);

}  // namespace portico::orm
