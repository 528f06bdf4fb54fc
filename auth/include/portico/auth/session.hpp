/// Data about a visitor that stays from one request to the next, in the database; the browser holds a random key.
///
///     auth::Session& session = auth::session(request);
///     session.set("cart", List{3, 5});
///     session.get("cart")                  // read when first asked for, saved after the view when it changed
///
/// Rows are in Django's format (table django_session), so a Django site's sessions go on.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>
#include <portico/base/date_time.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {
class Request;
}

namespace portico::auth {

/// The section [session].
struct SessionSettings {
    std::string cookie_name = "sessionid";
    std::chrono::microseconds age = std::chrono::hours(24 * 14);
    std::string cookie_domain{};
    std::string cookie_path = "/";
    bool cookie_secure = false;         // always; over TLS it is secure anyway
    std::string cookie_same_site = "lax";
    bool save_every_request = false;
    bool expire_at_browser_close = false;
};

class Session {
public:
    /// `key` is what the browser sent; anything may be in it.
    explicit Session(std::string key = {});

    /// The value of that name, or `otherwise`.
    Value get(std::string_view name, Value otherwise = {});
    void set(std::string_view name, Value value);
    /// Takes it out.
    Value pop(std::string_view name, Value otherwise = {});
    bool contains(std::string_view name);
    bool remove(std::string_view name);
    const Map& data();
    bool is_empty();

    /// Deletes the row and the data; the next value begins a new session.
    void flush();
    /// Keeps the data under a new key: whoever knew the old one knows nothing now.
    void cycle_key();
    /// For this session: how long it lives after each save; 0: until the browser closes; nothing: as the settings say.
    void set_expiry(std::optional<std::chrono::seconds> age);
    std::chrono::seconds expiry_age();
    bool expires_at_browser_close();

    /// Writes the row now. Error where the row was deleted meanwhile (logged out elsewhere).
    void save();
    /// "" before the first save.
    const std::string& key() const { return key_; }
    bool was_asked() const { return asked_; }
    bool was_changed() const { return changed_; }
    void touch() { changed_ = true; }

private:
    friend Middleware sessions();
    void load();
    bool write();

    std::string key_;
    Map data_{};
    bool loaded_ = false, asked_ = false, changed_ = false, stored_ = false;
};

/// The request's session.
Session& session(Request& request);

/// Reads the cookie, saves what changed, sets the cookie.
Middleware sessions();

/// Django's signed form of a session's data, and back; an empty map for what isn't signed by this project.
std::string encode_session(const Map& data, const std::string& secret);
Map decode_session(std::string_view text, const std::string& secret, const std::vector<std::string>& fallbacks = {});

/// Deletes rows that have expired; gives their number.
std::int64_t clear_expired_sessions();

}  // namespace portico::auth
