#include "statements.hpp"

#include <algorithm>
#include <functional>

namespace portico::orm::postgresql {

namespace {

constexpr std::size_t most_seen_once = 2000;

std::size_t hash_of(std::string_view sql, std::span<const unsigned> types) {
    std::size_t hash = std::hash<std::string_view>()(sql);
    for (unsigned type : types) hash = hash * 1'099'511'628'211U + type;
    return hash;
}

}  // namespace

Statements::Entry Statements::use(const std::string& sql, std::span<const unsigned> types) {
    if (most_ == 0) return {};
    const std::size_t hash = hash_of(sql, types);
    auto [found, end] = by_hash_.equal_range(hash);
    for (; found != end; ++found) {
        const Place place = found->second;
        if (place->sql != sql || !std::ranges::equal(place->types, types)) continue;
        recent_.splice(recent_.begin(), recent_, place);
        return {.name = place->name};
    }
    if (seen_once_.size() >= most_seen_once) seen_once_.clear();
    if (seen_once_.insert(hash).second) return {};
    seen_once_.erase(hash);
    Entry entry{.name = "portico_" + std::to_string(++made_), .fresh = true};
    if (recent_.size() >= most_) {
        entry.dropped = recent_.back().name;
        drop(std::prev(recent_.end()));
    }
    recent_.push_front({entry.name, sql, {types.begin(), types.end()}, hash});
    by_hash_.emplace(hash, recent_.begin());
    return entry;
}

void Statements::drop(Place place) {
    auto [found, end] = by_hash_.equal_range(place->hash);
    for (; found != end; ++found) {
        if (found->second != place) continue;
        by_hash_.erase(found);
        break;
    }
    recent_.erase(place);
}

void Statements::forget(const std::string& name) {
    auto place = std::find_if(recent_.begin(), recent_.end(), [&](const Prepared& one) { return one.name == name; });
    if (place != recent_.end()) drop(place);
}

}  // namespace portico::orm::postgresql
