#include <portico/http/headers.hpp>

#include <portico/base/text.hpp>

#include "characters.hpp"

namespace portico {

Headers::Headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    for (const auto& [name, value] : fields) add(name, value);
}

void Headers::check(std::string_view name, std::string_view value) {
    if (!http::is_token(name))
        throw BadHeader("header name \"" + http::visible(name) + "\" is not a token",
                        "use letters, digits and hyphens");
    for (char c : value)
        if (c == '\r' || c == '\n' || c == '\0')
            throw BadHeader("the value of header \"" + std::string(name) +
                                "\" holds a line break or NUL: \"" + http::visible(value) + "\"",
                            "remove it, or encode the value");
}

Headers::Entry Headers::store(std::string_view name, std::string_view value) {
    Entry entry{static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                static_cast<std::uint32_t>(value.size())};
    auto begin = reinterpret_cast<std::uintptr_t>(text_.data());
    auto inside = [&](std::string_view text) {
        auto at = reinterpret_cast<std::uintptr_t>(text.data());
        return at >= begin && at < begin + text_.size();
    };
    if (inside(name) || inside(value)) {
        std::string copy;
        copy.append(name).append(value);
        text_.append(copy.data(), copy.size());
    } else {
        text_.reserve(text_.size() + name.size() + value.size());
        text_.append(name.data(), name.size());
        text_.append(value.data(), value.size());
    }
    return entry;
}

void Headers::append_parsed(std::string_view name, std::string_view value) {
    entries_.push_back(store(name, value));
}

void Headers::add(std::string_view name, std::string_view value) {
    check(name, value);
    append_parsed(name, value);
}

void Headers::set(std::string_view name, std::string_view value) {
    check(name, value);
    std::size_t first = index_of(name);
    if (first == entries_.size()) return append_parsed(name, value);
    Entry entry = store(name, value);
    name = {text_.data() + entry.at, entry.name_size}; // the caller's may have been a view into the old text
    for (std::size_t i = index_of(name, first + 1); i < entries_.size(); i = index_of(name, i))
        entries_.erase(i);
    entries_[first] = entry;
}

void Headers::set_default(std::string_view name, std::string_view value) {
    if (!contains(name)) add(name, value);
}

std::size_t Headers::remove(std::string_view name) {
    std::size_t removed = 0;
    for (std::size_t i = index_of(name); i < entries_.size(); i = index_of(name, i)) {
        entries_.erase(i);
        ++removed;
    }
    return removed;
}

void Headers::clear() {
    entries_.clear();
    text_.clear();
}

void Headers::reserve(std::size_t fields, std::size_t bytes) {
    entries_.reserve(fields);
    text_.reserve(bytes);
}

std::string_view Headers::get(std::string_view name) const noexcept {
    std::size_t at = index_of(name);
    return at == entries_.size() ? std::string_view() : field(at).value;
}

std::optional<std::string_view> Headers::find(std::string_view name) const noexcept {
    std::size_t at = index_of(name);
    if (at == entries_.size()) return std::nullopt;
    return field(at).value;
}

std::vector<std::string_view> Headers::get_list(std::string_view name) const {
    std::vector<std::string_view> values;
    for (std::size_t i = index_of(name); i < entries_.size(); i = index_of(name, i + 1))
        values.push_back(field(i).value);
    return values;
}

void Headers::add_to_list(std::string_view name, std::initializer_list<std::string_view> items) {
    std::vector<std::string> known;
    for (std::string_view line : get_list(name))
        http::each_item(line, ',', [&](std::string_view item) {
            if (!item.empty()) known.emplace_back(item);
        });
    auto has = [&](std::string_view item) {
        for (const auto& one : known)
            if (text::ascii_iequals(one, item)) return true;
        return false;
    };
    for (std::string_view item : items)
        if (!has(item)) known.emplace_back(item);
    if (has("*") && text::ascii_iequals(name, "Vary")) known = {"*"};
    std::string joined;
    for (const auto& one : known) joined += (joined.empty() ? "" : ", ") + one;
    set(name, joined);
}

Headers::Field Headers::field(std::size_t at) const noexcept {
    const Entry& entry = entries_[at];
    const char* text = text_.data() + entry.at;
    return {{text, entry.name_size}, {text + entry.name_size, entry.value_size}};
}

std::size_t Headers::index_of(std::string_view name, std::size_t from) const noexcept {
    for (std::size_t i = from; i < entries_.size(); ++i)
        if (entries_[i].name_size == name.size() && text::ascii_iequals(field(i).name, name)) return i;
    return entries_.size();
}

} // namespace portico
