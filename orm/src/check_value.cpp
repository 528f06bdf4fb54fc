#include "check_value.hpp"

#include <cstring>

#include <portico/base/date_time.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/errors.hpp>

namespace portico::orm::detail {

namespace {

std::string named(const Column& column) { return "\"" + column.model->name + "." + column.attribute + "\""; }

bool is_ascii(std::string_view text) {
    while (text.size() >= 8) {
        std::uint64_t eight;
        std::memcpy(&eight, text.data(), 8);
        if (eight & 0x8080808080808080) return false;
        text.remove_prefix(8);
    }
    for (char c : text)
        if (static_cast<unsigned char>(c) >= 128) return false;
    return true;
}

void check_text(const Column& column, const Value& value) {
    const auto text = value.as_text();
    if (!text) return;
    if (!text->empty() && std::memchr(text->data(), '\0', text->size()))
        throw DataError(named(column) + " holds a text with a NUL character, which PostgreSQL can't keep", "store it as Bytes, or refuse it in the form");
    if (!is_ascii(*text) && !text::is_utf8(*text))
        throw DataError(named(column) + " holds a text that is no UTF-8", "decode it first, or store it as Bytes");
    const auto& most = column.type.max_length;
    if (!most || text->size() <= *most || *value.size() <= *most) return;
    throw DataError(named(column) + " holds " + std::to_string(*value.size()) + " characters, its column at most " + std::to_string(*most),
                    "shorten it, or validate() before saving");
}

std::optional<std::string_view> bad_text_in(const Value& value) {
    if (const auto text = value.as_text())
        return is_ascii(*text) || text::is_utf8(*text) ? std::nullopt : std::optional<std::string_view>(*text);
    std::optional<std::string_view> bad;
    if (const List* list = value.as_list()) {
        for (const Value& item : *list)
            if (!bad) bad = bad_text_in(item);
    } else if (const Map* map = value.as_map()) {
        for (const auto& [name, item] : *map)
            if (!bad) bad = is_ascii(name) || text::is_utf8(name) ? bad_text_in(item) : std::optional<std::string_view>(name);
    }
    return bad;
}

/// SQLite would keep it, and no reader of JSON could read it again.
void check_json(const Column& column, const Value& value) {
    if (bad_text_in(value))
        throw DataError(named(column) + " holds a text inside of its JSON that is no UTF-8", "decode it first, or store it as Bytes");
}

void check_date(const Column& column, Date date) {
    using std::chrono::year;
    if (!date.ok()) throw DataError(named(column) + " holds a day that does not exist, " + to_iso(date), "look at its ok() before saving");
    if (date.year() >= year(1) && date.year() <= year(9999)) return;
    throw DataError(named(column) + " holds a day of the year " + std::to_string(int(date.year())), "years go from 1 to 9999");
}

void check_moment(const Column& column, const Value& value) {
    if (const Date* date = value.as_date()) return check_date(column, *date);
    if (const DateTime* moment = value.as_date_time()) return check_date(column, date_of(*moment));
    const Time* time = value.as_time();
    if (!time || (time->since_midnight >= Duration(0) && time->since_midnight < std::chrono::hours(24))) return;
    throw DataError(named(column) + " holds a time that no day has, " + to_iso(time->since_midnight) + " after midnight", "it ends before 24 h");
}

}  // namespace

bool is_checked(const Column& column) {
    if (column.relation) return false;
    switch (column.type.kind) {
    case Kind::text:
    case Kind::json:
    case Kind::list:
    case Kind::structure:
    case Kind::decimal:
    case Kind::date:
    case Kind::time:
    case Kind::date_time: return true;
    default: return false;
    }
}

void check_value(const Column& column, const Value& value) {
    if (!is_checked(column)) return;
    if (column.type.kind == Kind::text) return check_text(column, value);
    if (column.type.kind == Kind::json || column.type.kind == Kind::list || column.type.kind == Kind::structure)
        return check_json(column, value);
    if (column.type.kind != Kind::decimal) return check_moment(column, value);
    const Decimal* decimal = value.as_decimal();
    if (!decimal || column.type.digits == 0 || decimal->rounded(column.type.places).digits() <= column.type.digits) return;
    throw DataError(named(column) + " holds a number of more than " + std::to_string(column.type.digits) + " digits",
                    "allow more with .digits(all, behind), or validate() before saving");
}

}  // namespace portico::orm::detail
