#include <portico/auth/session.hpp>

#include <utility>

#include <portico/auth/session_store.hpp>
#include <portico/base/error.hpp>
#include <portico/http/request.hpp>
#include <portico/project/project.hpp>

#include "session_keys.hpp"
#include "session_notes.hpp"

namespace portico::auth {

namespace {

const SessionSettings& settings() { return Project::current().settings<SessionSettings>(); }

}  // namespace

void Session::load() {
    asked_ = true;
    if (loaded_) return;
    loaded_ = true;
    SessionStore& store = SessionStore::current();
    auto kept = store.is_key(key_) ? store.load(key_) : std::nullopt;
    if (!kept) return key_.clear();  // a key that we did not give out is none: nobody can plant one
    stored_ = true;
    data_ = std::move(*kept);
}

Value Session::get(std::string_view name, Value otherwise) {
    load();
    const Value* found = data_.find(name);
    return found ? *found : std::move(otherwise);
}

void Session::set(std::string_view name, const Value& value) {
    load();
    data_.set(name, plain_value(value));
    changed_ = true;
}

Value Session::pop(std::string_view name, Value otherwise) {
    Value value = get(name, std::move(otherwise));
    remove(name);
    return value;
}

bool Session::contains(std::string_view name) {
    load();
    return data_.contains(name);
}

bool Session::remove(std::string_view name) {
    load();
    bool removed = data_.erase(name);
    changed_ = changed_ || removed;
    return removed;
}

std::vector<std::string> Session::keys() {
    load();
    std::vector<std::string> names;
    for (const auto& [name, value] : data_) names.push_back(name);
    return names;
}

const Map& Session::data() {
    load();
    return data_;
}

bool Session::is_empty() {
    load();
    return key_.empty() && data_.empty();
}

void Session::leave_key() {
    load();
    if (stored_) SessionStore::current().remove(key_);
    key_.clear();
    stored_ = false;
    changed_ = true;
}

void Session::flush() {
    load();
    if (stored_) forget_session(key_);
    leave_key();
    data_ = {};
}

void Session::cycle_key() {
    load();
    if (stored_) former_key_ = key_;
    leave_key();
}

void Session::set_expiry(std::optional<std::chrono::seconds> age) {
    if (age) set(expiry_key, age->count());
    else remove(expiry_key);
}

void Session::set_expiry(DateTime moment) { set(expiry_key, to_iso(moment)); }

std::chrono::seconds Session::expiry_age() {
    const Value own = get(expiry_key);
    if (auto* seconds = own.as_integer(); seconds && *seconds > 0) return std::chrono::seconds(*seconds);
    try {
        if (auto moment = own.is_text() ? parse_date_time(*own.as_text()) : std::nullopt) return std::chrono::duration_cast<std::chrono::seconds>(*moment - now());
    } catch (const ConversionError&) {
        // no moment that there is: as the settings say
    }
    return std::chrono::duration_cast<std::chrono::seconds>(settings().age);
}

bool Session::expires_at_browser_close() {
    const Value own = get(expiry_key);
    if (own.is_text()) return false;
    auto* seconds = own.as_integer();
    return seconds ? *seconds == 0 : settings().expire_at_browser_close;
}

/// False where it has gone meanwhile.
bool Session::write() {
    load();
    changed_ = false;
    const DateTime expires = now() + expiry_age();
    SessionStore& store = SessionStore::current();
    if (stored_) {
        auto key = store.update(key_, data_, expires);
        if (key) key_ = std::move(*key);
        return key.has_value();
    }
    key_ = store.create(data_, expires);
    stored_ = true;
    if (!former_key_.empty()) move_session(std::exchange(former_key_, {}), key_);
    return true;
}

void Session::save() {
    if (!write()) throw Error("the session was deleted before it could be saved", "its user has logged out elsewhere");
}

Session& session(Request& request) {
    if (Session* known = request.find<Session>()) return *known;
    return request.emplace<Session>(std::string(request.cookie(settings().cookie_name)));
}

std::int64_t clear_expired_sessions() {
    const std::int64_t gone = SessionStore::current().clear_expired();
    forget_ended_sessions();
    return gone;
}

}  // namespace portico::auth
