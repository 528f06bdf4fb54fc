#include <portico/http/request.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/http/url.hpp>

#include "characters.hpp"

namespace portico {
namespace {

const RequestLimits& default_limits() {
    static const RequestLimits limits{};
    return limits;
}

/// Percent-decoded as far as the result is UTF-8: bytes that are none stay escaped, so that a path is always
/// text.
std::string decoded_path(std::string_view raw) {
    if (raw.find('%') == std::string_view::npos && text::is_utf8(raw)) return std::string(raw);
    std::string decoded = percent_decode(raw);
    if (text::is_utf8(decoded)) return decoded;
    std::string out;
    for (std::size_t i = 0; i < decoded.size();) {
        std::size_t size = 1;
        while (size < 4 && i + size < decoded.size() &&
               !text::is_utf8(std::string_view(decoded).substr(i, size)))
            ++size;
        std::string_view character = std::string_view(decoded).substr(i, size);
        bool valid = text::is_utf8(character);
        out += valid ? std::string(character) : percent_encode(character.substr(0, 1), "");
        i += valid ? size : 1;
    }
    return out;
}

} // namespace

std::string_view RouteMatch::get(std::string_view parameter) const noexcept {
    for (const auto& [name, value] : parameters)
        if (name == parameter) return value;
    return {};
}

Request::Request(RequestData data)
    : data_(std::move(data)), limits_(data_.limits ? data_.limits : &default_limits()),
      body_(std::move(data_.body)) {
    split_target();
}

Request::~Request() {
    for (auto slot = slots_.rbegin(); slot != slots_.rend(); ++slot) slot->destroy(slot->object);
}

void Request::split_target() {
    std::string_view target = data_.target;
    if (!target.starts_with('/') && target != "*") {
        UrlParts parts = split_url(target);
        if (parts.authority) {
            authority_ = *parts.authority;
            path_ = parts.path.empty() ? "/" : decoded_path(parts.path);
            query_string_ = parts.query.value_or("");
            return;
        }
    }
    target = target.substr(0, target.find('#'));
    auto mark = target.find('?');
    path_ = decoded_path(target.substr(0, mark));
    if (path_.empty() || (path_.front() != '/' && path_ != "*")) path_.insert(path_.begin(), '/');
    if (mark != std::string_view::npos) query_string_ = target.substr(mark + 1);
}

bool Request::is_safe() const noexcept {
    return data_.method == "GET" || data_.method == "HEAD" || data_.method == "OPTIONS" ||
           data_.method == "TRACE";
}

std::string Request::full_path() const {
    std::string out = escape_leading_slashes(escape_path(path_));
    if (!query_string_.empty()) (out += '?') += iri_to_uri(query_string_);
    return out;
}

const QueryData& Request::query() const {
    if (!query_) query_ = QueryData::parse(query_string_, limits_->fields);
    return *query_;
}

const Cookies& Request::cookies() const {
    if (!cookies_) {
        auto lines = data_.headers.get_list("Cookie");
        std::string joined; // HTTP/2 may split the header (RFC 9113, 8.2.3)
        for (std::string_view line : lines) (joined += joined.empty() ? "" : "; ") += line;
        cookies_ = Cookies::parse(joined);
    }
    return *cookies_;
}

std::string_view Request::host() const noexcept {
    if (!forwarded_host_.empty()) return forwarded_host_;
    return authority_.empty() ? data_.headers.get("Host") : authority_;
}

void Request::set_forwarded(bool secure, std::string remote_address, std::string host) {
    forwarded_ = true;
    data_.secure = secure;
    data_.remote_address = std::move(remote_address);
    forwarded_host_ = std::move(host);
}

std::string Request::absolute_url(std::string_view location) const {
    std::string here = std::string(scheme()) + "://" + std::string(host()) + escape_path(path_);
    return iri_to_uri(resolve_url(here, location));
}

bool Request::accepts(std::string_view media_type) const { return preferred_type({media_type}).has_value(); }

std::optional<std::string_view> Request::preferred_type(std::initializer_list<std::string_view> types) const {
    if (!accepted_) accepted_ = parse_accept(data_.headers.find("Accept"));
    return portico::preferred_type(*accepted_, {types.begin(), types.size()});
}

std::string_view Request::keep(std::string text) {
    kept_.push_back(std::make_unique<std::string>(std::move(text)));
    return *kept_.back();
}

void* Request::find_slot(const void* key) const noexcept {
    for (const Slot& slot : slots_)
        if (slot.key == key) return slot.object;
    return nullptr;
}

void Request::add_slot(Slot slot) {
    for (Slot& known : slots_)
        if (known.key == slot.key) {
            Slot old = std::exchange(known, slot);
            return old.destroy(old.object);
        }
    slots_.push_back(slot);
}

} // namespace portico
