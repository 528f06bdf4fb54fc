#include <portico/base/json_keys.hpp>

#include <algorithm>
#include <set>
#include <vector>

#include <portico/base/json.hpp>

namespace portico {

namespace {

struct Level {
    bool object = false;
    bool awaits_key = false;
    std::set<std::string, std::less<>> keys{};
};

/// The end of a text that begins at `start`, behind its quotes.
std::size_t end_of_text(std::string_view json, std::size_t start) {
    std::size_t end = start + 1;
    while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
    return std::min(end + 1, json.size());
}

std::string key_of(std::string_view quoted) {
    if (quoted.find('\\') != std::string_view::npos) return parse_json(quoted).str();
    return std::string(quoted.substr(1, quoted.size() - 2));
}

}  // namespace

std::optional<RepeatedKey> repeated_key(std::string_view json) {
    std::vector<Level> levels;
    for (std::size_t i = 0; i < json.size(); ++i) {
        switch (json[i]) {
        case '{': levels.push_back({true, true, {}}); break;
        case '[': levels.push_back({}); break;
        case '}':
        case ']':
            if (!levels.empty()) levels.pop_back();
            break;
        case ',':
            if (!levels.empty()) levels.back().awaits_key = levels.back().object;
            break;
        case '"': {
            const std::size_t start = i, end = end_of_text(json, start);
            i = end - 1;
            if (levels.empty() || !levels.back().awaits_key) break;
            levels.back().awaits_key = false;
            std::string key = key_of(json.substr(start, end - start));
            if (!levels.back().keys.insert(key).second) return RepeatedKey{std::move(key), start};
            break;
        }
        default: break;
        }
    }
    return std::nullopt;
}

}  // namespace portico
