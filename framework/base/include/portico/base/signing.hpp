/// Random secrets, keyed digests and signed values in Django's formats (django.core.signing, django.utils.crypto).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/error.hpp>

namespace portico {

/// Cryptographically secure.
std::string random_bytes(std::size_t count);
/// Letters and digits by default, as Django's get_random_string.
std::string random_string(std::size_t length,
                          std::string_view alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
/// In a time that depends on the lengths only.
bool constant_time_equal(std::string_view a, std::string_view b);

/// By OpenSSL's name: "sha512". Raw bytes, as those below. Error for a name that it doesn't know.
std::string digest(std::string_view algorithm, std::string_view data);
std::string sha256(std::string_view data);
std::string sha1(std::string_view data);
std::string md5(std::string_view data);
std::string hmac_sha256(std::string_view key, std::string_view data);
/// HMAC keyed by digest(key_salt + secret), as Django's salted_hmac; raw bytes.
std::string salted_hmac(std::string_view key_salt, std::string_view value, std::string_view secret,
                        std::string_view algorithm = "sha1");

class BadSignature : public Error {
public:
    using Error::Error;
};
class SignatureExpired : public BadSignature {
public:
    using BadSignature::BadSignature;
};

/// Signs text so that a client may keep it but not change it.
///
///     Signer signer(secret, "my-app.links");
///     std::string signed_text = signer.sign("hello");    // "hello:…"
///     signer.unsign(signed_text)                         // throws BadSignature when tampered with
///
/// `fallbacks` are former secrets that still verify. `separator` stands before the signature: no letters, digits, "-", "_" or "=" alone
/// (Error). `algorithm` is a digest by OpenSSL's name.
class Signer {
public:
    explicit Signer(std::string secret, std::string salt = "django.core.signing.Signer", std::vector<std::string> fallbacks = {},
                    std::string separator = ":", std::string algorithm = "sha256");
    std::string signature(std::string_view value) const;
    std::string sign(std::string_view value) const;
    std::string unsign(std::string_view signed_value) const;
    const std::string& separator() const noexcept { return separator_; }

private:
    std::string signature(std::string_view value, std::string_view secret) const;

    std::string secret_;
    std::string salt_;
    std::vector<std::string> fallbacks_;
    std::string separator_;
    std::string algorithm_;
};

/// Signs with the time, so that a signature can grow too old.
class TimestampSigner {
public:
    explicit TimestampSigner(std::string secret, std::string salt = "django.core.signing.TimestampSigner",
                             std::vector<std::string> fallbacks = {}, std::string separator = ":", std::string algorithm = "sha256");
    std::string sign(std::string_view value) const;
    /// Throws SignatureExpired where it was signed longer ago than `max_age`.
    std::string unsign(std::string_view signed_value, std::optional<std::chrono::microseconds> max_age = {}) const;

private:
    Signer signer_;
};

/// A number in few characters, digits and capital and small letters: "1w1kgK" for a moment of 2026.
std::string base62(std::int64_t number);
/// Throws BadSignature for what is none.
std::int64_t from_base62(std::string_view text);
/// A number from 0 on in digits and small letters, for URLs: 1000 is "rs". ConversionError below 0, and for texts that are no such number
/// or have more than 13 digits.
std::string base36(std::int64_t number);
std::int64_t from_base36(std::string_view text);

}  // namespace portico
