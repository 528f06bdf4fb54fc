/// Codes that change every half minute (RFC 6238, as every authenticator app has them: HMAC-SHA1, six digits).
///
///     std::string secret = auth::make_totp_secret();                        // kept for the person, and shown to their app
///     auth::totp_url(secret, "example.org", "ann")                          // otpauth://… : the text of the QR code
///     auth::matching_totp_step(secret, "492039", now())                     // which half minute it is of; nothing where it is wrong
///
/// Whoever takes a code keeps its step, and takes none of that step or an earlier one again.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/base/date_time.hpp>

namespace portico::auth {

/// 160 random bits in base 32.
std::string make_totp_secret();
/// "otpauth://totp/example.org:ann?secret=…&issuer=example.org"
std::string totp_url(std::string_view secret, std::string_view issuer, std::string_view account);

/// Half minutes since 1970.
std::int64_t totp_step(DateTime moment);
/// The code of that step; `secret` in base 32. ConversionError where it is no such text.
std::string totp_code(std::string_view secret, std::int64_t step);
/// The step of a code: this one, the one before or the one after, for clocks that differ. White space in the code does not count.
std::optional<std::int64_t> matching_totp_step(std::string_view secret, std::string_view code, DateTime moment);

/// RFC 4648, without padding; reading takes small letters and white space, and gives nothing for what is no base 32.
std::string base32(std::string_view bytes);
std::optional<std::string> from_base32(std::string_view text);

}  // namespace portico::auth
