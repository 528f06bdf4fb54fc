/// Cookies in both directions (RFC 6265bis, with Django's quoting).
///
///     request.cookie("theme")                                  // "" when absent
///     response.set_cookie({.name = "theme", .value = "dark", .max_age = 365 * 24h});
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/error.hpp>

namespace portico {

enum class SameSite { unset, lax, strict, none };

/// A cookie to set. Without `max_age` and `expires` it goes when the browser closes.
struct Cookie {
    std::string name{};
    std::string value{};
    std::optional<std::chrono::seconds> max_age{}; // 0 deletes
    std::optional<std::chrono::sys_seconds> expires{};
    std::string path = "/";
    std::string domain{};
    bool secure = false;
    bool http_only = false;
    bool partitioned = false;
    SameSite same_site = SameSite::lax;

    /// Has the browser drop the cookie of that name, path and domain.
    static Cookie deleted(std::string name, std::string path = "/", std::string domain = {});
    /// The value of a Set-Cookie header. `max_age` also gives Expires, for clients that know no Max-Age.
    /// Throws Error when the name is no token or is an attribute's, and when prefix or SameSite=None need
    /// what isn't set.
    std::string header(std::chrono::sys_seconds now) const;
};

/// The cookies of a request; of two with one name the last counts, as in Django.
class Cookies {
public:
    /// Never fails: what is no `name=value` is a cookie without a name.
    static Cookies parse(std::string_view header);

    std::string_view get(std::string_view name, std::string_view fallback = {}) const noexcept;
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    bool contains(std::string_view name) const noexcept { return find(name).has_value(); }
    std::size_t size() const noexcept { return entries_.size(); }
    auto begin() const noexcept { return entries_.begin(); }
    auto end() const noexcept { return entries_.end(); }

private:
    std::vector<std::pair<std::string, std::string>> entries_;
};

/// `a;b` becomes `"a\073b"`; what needs no quotes stays. And back.
std::string quote_cookie_value(std::string_view value);
std::string unquote_cookie_value(std::string_view value);

} // namespace portico
