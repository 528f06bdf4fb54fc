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
/// `fallbacks` are former secrets that still verify.
class Signer {
public:
    explicit Signer(std::string secret, std::string salt = "django.core.signing.Signer",
                    std::vector<std::string> fallbacks = {}, char separator = ':');
    std::string signature(std::string_view value) const;
    std::string sign(std::string_view value) const;
    std::string unsign(std::string_view signed_value) const;

private:
    std::string secret_;
    std::string salt_;
    std::vector<std::string> fallbacks_;
    char separator_;
};

/// Signs with the time, so that a signature can grow too old.
class TimestampSigner {
public:
    explicit TimestampSigner(std::string secret, std::string salt = "django.core.signing.TimestampSigner",
                             std::vector<std::string> fallbacks = {});
    std::string sign(std::string_view value) const;
    std::string unsign(std::string_view signed_value, std::optional<std::chrono::seconds> max_age = {}) const;

private:
    Signer signer_;
};

std::string base62(std::int64_t number);
std::int64_t from_base62(std::string_view text);

}  // namespace portico
