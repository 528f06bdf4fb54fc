#include "bind.hpp"

#include <sqlite3.h>

#include <portico/base/json.hpp>
#include <portico/orm/errors.hpp>

#include "texts.hpp"

namespace portico::orm::sqlite {

namespace {

int bind_copy(sqlite3_stmt* statement, int place, const std::string& text) {
    return sqlite3_bind_text64(statement, place, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

int bind(sqlite3_stmt* statement, int place, const Value& value, const std::string& sql) {
    switch (value.type()) {
    case Value::Type::null: return sqlite3_bind_null(statement, place);
    case Value::Type::boolean: return sqlite3_bind_int(statement, place, *value.as_boolean() ? 1 : 0);
    case Value::Type::integer: return sqlite3_bind_int64(statement, place, *value.as_integer());
    case Value::Type::number: return sqlite3_bind_double(statement, place, *value.as_number());
    case Value::Type::text:
    case Value::Type::html: {
        std::string_view text = *value.as_text();
        // A null pointer would bind NULL.
        return sqlite3_bind_text64(statement, place, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    case Value::Type::bytes: {
        const std::string& data = value.as_bytes()->data;
        return sqlite3_bind_blob64(statement, place, data.data(), data.size(), SQLITE_STATIC);
    }
    case Value::Type::decimal: return bind_copy(statement, place, value.as_decimal()->str());
    case Value::Type::date: return bind_copy(statement, place, to_iso(*value.as_date()));
    case Value::Type::time: return bind_copy(statement, place, stored_time(*value.as_time()));
    case Value::Type::date_time: return bind_copy(statement, place, stored_date_time(*value.as_date_time()));
    case Value::Type::duration: return sqlite3_bind_int64(statement, place, value.as_duration()->count());
    case Value::Type::uuid: return bind_copy(statement, place, stored_uuid(*value.as_uuid()));
    case Value::Type::list:
    case Value::Type::map: return bind_copy(statement, place, to_json(value));
    case Value::Type::structure:
    case Value::Type::dynamic: break;
    }
    throw DatabaseError("parameter " + std::to_string(place) + " is no value that a column can hold",
                        "bind one of its fields", sql);
}

}  // namespace portico::orm::sqlite
