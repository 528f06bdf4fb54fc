#include <algorithm>

#include <portico/base/error.hpp>

#include "field_text.hpp"

namespace portico::migrations {

void Entries::fail(const std::string& message, std::string hint) const { throw Error(what_ + ": " + message, std::move(hint)); }

const Value* Entries::take(std::string_view key) {
    taken_.emplace_back(key);
    return map_.find(key);
}

std::string Entries::text(std::string_view key) {
    const Value* value = take(key);
    if (!value) fail("\"" + std::string(key) + "\" is missing");
    if (!value->as_text()) fail("\"" + std::string(key) + "\" must be a text");
    return std::string(*value->as_text());
}

std::string Entries::text_or(std::string_view key, std::string fallback) {
    return has(key) ? text(key) : (take(key), std::move(fallback));
}

bool Entries::flag(std::string_view key, bool fallback) {
    const Value* value = take(key);
    if (!value) return fallback;
    if (!value->as_boolean()) fail("\"" + std::string(key) + "\" must be true or false");
    return *value->as_boolean();
}

std::int64_t Entries::integer_or(std::string_view key, std::int64_t fallback) {
    const Value* value = take(key);
    if (!value) return fallback;
    if (!value->as_integer()) fail("\"" + std::string(key) + "\" must be a whole number");
    return *value->as_integer();
}

std::optional<Value> Entries::value(std::string_view key) {
    const Value* value = take(key);
    return value ? std::optional(*value) : std::nullopt;
}

std::vector<std::string> Entries::texts(std::string_view key) {
    const Value* value = take(key);
    if (!value) return {};
    if (value->as_text()) return {std::string(*value->as_text())};
    std::vector<std::string> texts;
    if (!value->as_list()) fail("\"" + std::string(key) + "\" must be a list of texts");
    for (const Value& item : *value->as_list()) {
        if (!item.as_text()) fail("\"" + std::string(key) + "\" must be a list of texts");
        texts.emplace_back(*item.as_text());
    }
    return texts;
}

const Map& Entries::map(std::string_view key) {
    const Value* value = take(key);
    if (!value) fail("\"" + std::string(key) + "\" is missing");
    if (!value->as_map()) fail("\"" + std::string(key) + "\" must be an object");
    return *value->as_map();
}

List Entries::list_or_empty(std::string_view key) {
    const Value* value = take(key);
    if (!value) return {};
    if (!value->as_list()) fail("\"" + std::string(key) + "\" must be a list");
    return *value->as_list();
}

void Entries::finish() const {
    for (const auto& [key, value] : map_)
        if (std::find(taken_.begin(), taken_.end(), key) == taken_.end())
            fail("\"" + key + "\" is unknown here", did_you_mean(key, taken_));
}

}  // namespace portico::migrations
