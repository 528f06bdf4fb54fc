#include <portico/http/query_data.hpp>

#include <algorithm>

#include <portico/http/http_error.hpp>
#include <portico/http/url.hpp>

namespace portico {
namespace {

template <class Encode> std::string join(const QueryData& data, Encode encode) {
    std::string out;
    for (std::string_view name : data.names())
        for (std::string_view value : data.get_list(name)) {
            if (!out.empty()) out += '&';
            out += encode(name);
            out += '=';
            out += encode(value);
        }
    return out;
}

} // namespace

QueryData QueryData::parse(std::string_view text, std::size_t max_fields) {
    QueryData data;
    while (!text.empty()) {
        auto end = text.find('&');
        std::string_view pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty()) continue;
        if (data.entries_.size() == max_fields)
            throw BadRequest("Too many fields were sent.",
                             "more than " + std::to_string(max_fields) + " fields");
        auto equals = pair.find('=');
        std::string_view value =
            equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        data.add(valid_utf8(form_decode(pair.substr(0, equals))), valid_utf8(form_decode(value)));
    }
    return data;
}

std::string_view QueryData::get(std::string_view name, std::string_view fallback) const noexcept {
    return find(name).value_or(fallback);
}

std::optional<std::string_view> QueryData::find(std::string_view name) const noexcept {
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry)
        if (entry->first == name) return entry->second;
    return std::nullopt;
}

std::vector<std::string_view> QueryData::get_list(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& entry : entries_)
        if (entry.first == name) values.push_back(entry.second);
    return values;
}

std::vector<std::string_view> QueryData::names() const {
    std::vector<std::string_view> names;
    for (const auto& entry : entries_)
        if (std::find(names.begin(), names.end(), entry.first) == names.end()) names.push_back(entry.first);
    return names;
}

QueryData& QueryData::add(std::string name, std::string value) {
    entries_.emplace_back(std::move(name), std::move(value));
    return *this;
}

QueryData& QueryData::set(std::string_view name, std::string value) {
    return set_list(name, {std::move(value)});
}

QueryData& QueryData::set_list(std::string_view name, std::vector<std::string> values) {
    std::string key(name);
    auto first =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.first == key; });
    auto place = first - entries_.begin();
    remove(key);
    for (auto& value : values) entries_.insert(entries_.begin() + place++, {key, std::move(value)});
    return *this;
}

std::size_t QueryData::remove(std::string_view name) {
    return std::erase_if(entries_, [&](const Entry& entry) { return entry.first == name; });
}

std::string QueryData::urlencode() const {
    return join(*this, [](std::string_view text) { return form_encode(text); });
}

std::string QueryData::urlencode(std::string_view safe) const {
    return join(*this, [&](std::string_view text) { return percent_encode(text, safe); });
}

} // namespace portico
