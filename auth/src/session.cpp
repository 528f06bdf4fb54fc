#include <portico/auth/session.hpp>

#include <algorithm>

#include <portico/auth/models.hpp>
#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/http/request.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/project.hpp>

#include "session_keys.hpp"

namespace portico::auth {

namespace {

constexpr std::string_view key_alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t key_length = 32;

bool is_key(std::string_view text) {
    return text.size() >= 8 && text.size() <= 40 && text.find_first_not_of(key_alphabet) == text.npos;
}

const SessionSettings& settings() { return Project::current().settings<SessionSettings>(); }

}  // namespace

Session::Session(std::string key) : key_(is_key(key) ? std::move(key) : std::string()) {}

void Session::load() {
    asked_ = true;
    if (loaded_) return;
    loaded_ = true;
    if (key_.empty()) return;
    auto row = SessionRow::objects.first(F(&SessionRow::session_key) == key_, F(&SessionRow::expire_date) > now());
    if (!row) return key_.clear();  // a key that we did not give out is none: nobody can plant one
    stored_ = true;
    const Settings& site = Project::current().settings();
    data_ = decode_session(row->session_data, site.secret_key, site.secret_key_fallbacks);
}

Value Session::get(std::string_view name, Value otherwise) {
    load();
    const Value* found = data_.find(name);
    return found ? *found : std::move(otherwise);
}

void Session::set(std::string_view name, Value value) {
    load();
    data_.set(name, value.owned());
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

const Map& Session::data() {
    load();
    return data_;
}

bool Session::is_empty() {
    load();
    return key_.empty() && data_.empty();
}

void Session::flush() {
    load();
    if (stored_) SessionRow::objects.filter(F(&SessionRow::session_key) == key_).delete_();
    key_.clear();
    data_ = {};
    stored_ = false;
    changed_ = true;
}

void Session::cycle_key() {
    load();
    if (stored_) SessionRow::objects.filter(F(&SessionRow::session_key) == key_).delete_();
    key_.clear();
    stored_ = false;
    changed_ = true;
}

void Session::set_expiry(std::optional<std::chrono::seconds> age) {
    if (age) set(expiry_key, age->count());
    else remove(expiry_key);
}

std::chrono::seconds Session::expiry_age() {
    Value own = get(expiry_key);
    auto* seconds = own.as_integer();
    if (seconds && *seconds > 0) return std::chrono::seconds(*seconds);
    return std::chrono::duration_cast<std::chrono::seconds>(settings().age);
}

bool Session::expires_at_browser_close() {
    Value own = get(expiry_key);
    auto* seconds = own.as_integer();
    return seconds ? *seconds == 0 : settings().expire_at_browser_close;
}

/// False where the row has gone meanwhile.
bool Session::write() {
    load();
    changed_ = false;
    std::string text = encode_session(data_, Project::current().settings().secret_key);
    DateTime expires = now() + expiry_age();
    if (stored_) {
        return SessionRow::objects.filter(F(&SessionRow::session_key) == key_)
                   .update(F(&SessionRow::session_data) = text, F(&SessionRow::expire_date) = expires) > 0;
    }
    key_ = random_string(key_length, key_alphabet);
    SessionRow::objects.create({.session_key = key_, .session_data = std::move(text), .expire_date = expires});
    return stored_ = true;
}

void Session::save() {
    if (!write()) throw Error("the session was deleted before it could be saved", "its user has logged out elsewhere");
}

Session& session(Request& request) {
    if (Session* known = request.find<Session>()) return *known;
    return request.emplace<Session>(std::string(request.cookie(settings().cookie_name)));
}

std::int64_t clear_expired_sessions() {
    return SessionRow::objects.filter(F(&SessionRow::expire_date) < now()).delete_().total;
}

}  // namespace portico::auth
