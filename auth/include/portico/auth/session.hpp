/// Data about a visitor that stays from one request to the next. The browser holds a random key, or all of it, sealed: `[session] backend` says.
///
///     auth::Session& session = auth::session(request);
///     session.set("cart", cart);                        // numbers, texts, lists, and structs that an app made known by values<Cart>()
///     if (auto cart = session.get<Cart>("cart")) …      // read when first asked for, saved after the view when something was set
///
/// Rows are in Django's format (table django_session), so a Django site's sessions go on.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/plain.hpp>
#include <portico/base/value.hpp>
#include <portico/base/date_time.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {
class Request;
}

namespace portico::auth {

/// Where sessions are kept: in the database; in a cache; in the database, read from a cache; in the cookie itself, sealed.
enum class SessionBackend { database, cache, cached_database, cookie };

/// The section [session].
struct SessionSettings {
    SessionBackend backend = SessionBackend::database;
    std::string cache = "default";      // which one
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
    explicit Session(std::string key = {}) : key_(std::move(key)) {}

    /// The value of that name, or `otherwise`.
    Value get(std::string_view name, Value otherwise = {});
    /// The same as a T; nothing where there is none, or one that doesn't fit.
    template <class T> std::optional<T> get(std::string_view name) {
        try {
            return contains(name) ? std::optional(from_plain<T>(get(name))) : std::nullopt;
        } catch (const ConversionError&) {
            return std::nullopt;
        }
    }
    void set(std::string_view name, const Value& value);
    /// Takes it out.
    Value pop(std::string_view name, Value otherwise = {});
    template <class T> std::optional<T> pop(std::string_view name) {
        auto value = get<T>(name);
        remove(name);
        return value;
    }
    bool contains(std::string_view name);
    bool remove(std::string_view name);
    /// The names of all values.
    std::vector<std::string> keys();
    const Map& data();
    bool is_empty();

    /// Deletes all of it; the next value begins a new session.
    void flush();
    /// Keeps the data under a new key: whoever knew the old one knows nothing now.
    void cycle_key();
    /// For this session: how long it lives after each save (0: until the browser closes), or until when; nothing: as the settings say.
    void set_expiry(std::optional<std::chrono::seconds> age);
    void set_expiry(DateTime moment);
    /// From now on.
    std::chrono::seconds expiry_age();
    bool expires_at_browser_close();

    /// Keeps it now. Error where it was deleted meanwhile (logged out elsewhere).
    void save();
    /// "" before the first save.
    const std::string& key() const { return key_; }
    bool was_asked() const { return asked_; }
    bool was_changed() const { return changed_; }
    void touch() { changed_ = true; }

private:
    friend class SessionMiddleware;
    void load();
    bool write();
    void leave_key();

    std::string key_;
    std::string former_key_{};  // before cycle_key
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

/// Deletes those that have expired, where the backend doesn't by itself; gives their number.
std::int64_t clear_expired_sessions();

}  // namespace portico::auth
