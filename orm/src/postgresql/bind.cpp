#include "bind.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include <portico/base/json.hpp>
#include <portico/orm/errors.hpp>

#include "texts.hpp"

namespace portico::orm::postgresql {

namespace {

constexpr std::size_t most_parameters = 65'535;  // the protocol counts them in 16 bits
constexpr std::size_t most_in_a_block = 65'536;

template <class Integer> Integer big_endian(Integer value) {
    if constexpr (std::endian::native == std::endian::big) return value;
    auto* bytes = reinterpret_cast<unsigned char*>(&value);
    std::reverse(bytes, bytes + sizeof value);
    return value;
}

}  // namespace

Parameters::Parameters(const Statement& statement) {
    const std::size_t count = statement.parameters.size();
    if (count > most_parameters)
        throw DatabaseError("a statement with " + std::to_string(count) + " parameters; PostgreSQL takes 65535",
                            "split it into several", statement.sql);
    types_.reserve(count);
    values_.reserve(count);
    lengths_.reserve(count);
    formats_.reserve(count);
    for (const Value& value : statement.parameters) add(value, statement.sql);
}

char* Parameters::room(std::size_t size) {
    if (size > left_) {
        left_ = std::max(size, block_size_);
        block_size_ = std::min(block_size_ * 2, most_in_a_block);
        next_ = blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(left_)).get();
    }
    char* place = next_;
    next_ += size;
    left_ -= size;
    return place;
}

void Parameters::push(unsigned type, const char* value, std::size_t length, bool binary) {
    types_.push_back(type);
    values_.push_back(value);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(binary ? 1 : 0);
}

template <class Integer> void Parameters::add_big_endian(unsigned type, Integer integer) {
    char* place = room(sizeof integer);
    integer = big_endian(integer);
    std::memcpy(place, &integer, sizeof integer);
    push(type, place, sizeof integer, true);
}

/// The smaller type where it fits: functions that take a number of characters or digits know no bigint.
void Parameters::add_integer(std::int64_t integer) {
    using Small = std::numeric_limits<std::int32_t>;
    if (integer >= Small::min() && integer <= Small::max())
        add_big_endian(oid::int4, static_cast<std::int32_t>(integer));
    else
        add_big_endian(oid::int8, integer);
}

void Parameters::add_text(unsigned type, std::string_view text, const std::string& sql) {
    if (!text.empty() && std::memchr(text.data(), '\0', text.size()))
        throw DataError("parameter " + std::to_string(types_.size() + 1) + " is a text with a NUL character, which PostgreSQL can't hold",
                        "store it as Bytes, or refuse it in the form", sql);
    char* place = room(text.size() + 1);
    std::copy(text.begin(), text.end(), place);
    place[text.size()] = '\0';
    push(type, place, text.size(), false);
}

void Parameters::add(const Value& value, const std::string& sql) {
    switch (value.type()) {
    case Value::Type::null: return push(oid::unknown, nullptr, 0, false);
    case Value::Type::boolean: return add_big_endian(oid::boolean, static_cast<std::uint8_t>(*value.as_boolean() ? 1 : 0));
    case Value::Type::integer: return add_integer(*value.as_integer());
    case Value::Type::number: return add_big_endian(oid::float8, std::bit_cast<std::uint64_t>(*value.as_number()));
    case Value::Type::text:
    case Value::Type::html: return add_text(oid::unknown, *value.as_text(), sql);
    case Value::Type::bytes: {
        const std::string& data = value.as_bytes()->data;
        if (data.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
            throw DataError("parameter " + std::to_string(types_.size() + 1) + " has more than 2 GB", "keep it in a file", sql);
        return push(oid::bytes, data.data(), data.size(), true);
    }
    case Value::Type::decimal: return add_text(oid::numeric, value.as_decimal()->str(), sql);
    case Value::Type::date: return add_text(oid::date, to_iso(*value.as_date()), sql);
    case Value::Type::time: return add_text(oid::time, to_iso(*value.as_time()), sql);
    case Value::Type::date_time: {
        // Counted from the year 2000.
        const auto since = *value.as_date_time() - DateTime(std::chrono::sys_days(std::chrono::year(2000) / 1 / 1));
        return add_big_endian(oid::timestamptz, static_cast<std::uint64_t>(std::chrono::microseconds(since).count()));
    }
    case Value::Type::duration: return add_text(oid::interval, stored_duration(*value.as_duration()), sql);
    case Value::Type::uuid: return add_text(oid::uuid, value.as_uuid()->str(), sql);
    case Value::Type::list:
    case Value::Type::map: return add_text(oid::unknown, to_json(value), sql);
    case Value::Type::structure:
    case Value::Type::dynamic: break;
    }
    throw DatabaseError("parameter " + std::to_string(types_.size() + 1) + " is no value that a column can hold",
                        "bind one of its fields", sql);
}

}  // namespace portico::orm::postgresql
