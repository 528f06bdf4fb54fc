#include "request_value.hpp"

#include <portico/templates/query_value.hpp>

namespace portico::templates {

namespace {

Value query_value(const QueryData& data) {
    QueryValue::Lists lists;
    for (auto name : data.names()) {
        std::vector<std::string> values;
        for (auto value : data.get_list(name)) values.emplace_back(value);
        lists.emplace_back(std::string(name), std::move(values));
    }
    return Value(QueryValue(std::move(lists)));
}

Value cookies_value(const Cookies& cookies) {
    Map map;
    for (const auto& [name, value] : cookies) map.set(name, Value(value));
    return Value(std::move(map));
}

/// {{ request.headers.user_agent }} or with the header's own name.
class HeadersValue : public Dynamic {
public:
    explicit HeadersValue(const Headers& headers) : headers_(headers) {}
    std::optional<Value> attribute(std::string_view name) const override {
        std::string header(name);
        for (char& c : header) {
            if (c == '_') c = '-';
        }
        auto value = headers_.get(header);
        if (value.empty()) return std::nullopt;
        return Value(value);
    }
    std::string str() const override { return "headers"; }

private:
    const Headers& headers_;
};

} // namespace

std::optional<Value> RequestValue::attribute(std::string_view name) const {
    if (name == "path") return Value(request_.path());
    if (name == "method") return Value(request_.method());
    if (name == "GET") return query_value(request_.query());
    if (name == "POST") return query_value(request_.is_post() ? request_.form() : QueryData());
    if (name == "COOKIES") return cookies_value(request_.cookies());
    if (name == "headers") return Value(HeadersValue(request_.headers()));
    if (name == "get_full_path") return Value(request_.full_path());
    if (name == "build_absolute_uri") return Value(request_.absolute_url());
    if (name == "get_host") return Value(request_.host());
    if (name == "is_secure") return Value(request_.is_secure());
    if (name == "scheme") return Value(request_.scheme());
    if (name == "id") return Value(request_.id());
    if (name == "resolver_match") return Value(Map{{"url_name", Value(request_.route().name)}});
    if (const Value* shared = shared_.find(name)) return *shared;
    return std::nullopt;
}

std::string RequestValue::str() const {
    return "<Request: " + std::string(request_.method()) + " " + std::string(request_.path()) + ">";
}

} // namespace portico::templates
