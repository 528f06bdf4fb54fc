#include <portico/auth/session.hpp>
#include <portico/base/error.hpp>
#include <portico/base/signed_value.hpp>

namespace portico::auth {

namespace {

constexpr const char* salt = "django.contrib.sessions.SessionStore";

}  // namespace

std::string encode_session(const Map& data, const std::string& secret) {
    return sign_value(data, TimestampSigner(secret, salt), true);
}

Map decode_session(std::string_view signed_text, const std::string& secret, const std::vector<std::string>& fallbacks) {
    try {
        Value value = unsign_value(signed_text, TimestampSigner(secret, salt, fallbacks));
        const Map* map = value.as_map();
        return map ? *map : Map();
    } catch (const Error&) {
        return {};
    }
}

}  // namespace portico::auth
