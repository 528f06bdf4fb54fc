#include <portico/http/urlencode.hpp>

#include <portico/base/error.hpp>
#include <portico/http/url.hpp>

namespace portico {
namespace {

std::string encoded(const std::string& name, const Value& value) {
    if (value.is_null()) throw ConversionError("\"" + name + "\" is null, which has no form in a query string");
    const Bytes* bytes = value.as_bytes();
    return form_encode(name) + '=' + form_encode(bytes ? bytes->data : value.str());
}

} // namespace

std::string urlencode(const QueryPairs& query, bool repeat_lists) {
    std::string out;
    auto append = [&](const std::string& name, const Value& value) { out += (out.empty() ? "" : "&") + encoded(name, value); };
    for (const auto& [name, value] : query) {
        bool in_parts = repeat_lists && !value.is_text() && !value.is_null() && !value.as_bytes() &&
                        value.each([&](const Value& item) { return append(name, item), true; });
        if (!in_parts) append(name, value);
    }
    return out;
}

std::string with_query(std::string_view url, std::string_view query, std::optional<std::string_view> fragment) {
    std::string out(url);
    if (!query.empty()) (out += '?') += query;
    if (fragment) (out += '#') += *fragment;
    return out;
}

} // namespace portico
