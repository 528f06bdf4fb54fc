#include <algorithm>
#include <unordered_map>

#include <portico/base/value.hpp>

namespace portico {

const Value* Map::find(std::string_view name) const {
    for (const auto& [key, value] : entries_) {
        if (key == name) return &value;
    }
    return nullptr;
}

Value* Map::find(std::string_view name) { return const_cast<Value*>(std::as_const(*this).find(name)); }

void Map::set(std::string_view name, Value value) {
    if (Value* found = find(name)) {
        *found = std::move(value);
    } else {
        entries_.emplace_back(std::string(name), std::move(value));
    }
}

void Map::dedupe() {
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<Entry> kept;
    kept.reserve(entries_.size());  // so that the names that the map's views point to stay where they are
    for (auto& [name, value] : entries_) {
        auto found = places.find(name);
        if (found != places.end()) {
            kept[found->second].second = std::move(value);
        } else {
            kept.emplace_back(std::move(name), std::move(value));
            places.emplace(kept.back().first, kept.size() - 1);
        }
    }
    entries_ = std::move(kept);
}

bool Map::erase(std::string_view name) {
    return std::erase_if(entries_, [&](const Entry& entry) { return entry.first == name; }) > 0;
}

bool operator==(const Map& a, const Map& b) {
    if (a.size() != b.size()) return false;
    return std::all_of(a.begin(), a.end(), [&](const Map::Entry& entry) {
        const Value* other = b.find(entry.first);
        return other && *other == entry.second;
    });
}

}  // namespace portico
