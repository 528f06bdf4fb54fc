/// Whole values signed, for cookies and links (django.core.signing's dumps and loads).
///
///     TimestampSigner signer(secret, "my-app.invitations");
///     std::string link = sign_value(Map{{"team", 5}}, signer);          // "eyJ0ZWFtIjo1fQ:1w1kgK:…"
///     unsign_value(link, signer, std::chrono::hours(48)).attribute("team")
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/signing.hpp>
#include <portico/base/value.hpp>

namespace portico {

/// As JSON in base64, URL-safe, then signed: readable by anybody, changeable by nobody. `compress` takes zlib's form, with "." before it,
/// where that is shorter.
std::string sign_value(const Value& value, const Signer& signer, bool compress = false);
std::string sign_value(const Value& value, const TimestampSigner& signer, bool compress = false);

/// Throws BadSignature (also where what was signed is no such text) and SignatureExpired.
Value unsign_value(std::string_view signed_value, const Signer& signer);
Value unsign_value(std::string_view signed_value, const TimestampSigner& signer, std::optional<std::chrono::microseconds> max_age = {});

}  // namespace portico
