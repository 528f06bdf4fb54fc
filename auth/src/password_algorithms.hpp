#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <portico/auth/passwords.hpp>

namespace portico::auth {

/// What an encoded password is made of.
struct EncodedPassword {
    std::string algorithm{};
    std::string salt{};
    PasswordParameters parameters{};

    /// Nothing where it is malformed or of an unknown algorithm.
    static std::optional<EncodedPassword> parse(std::string_view encoded);
};

/// Digests; each gives Django's whole encoded text. They take their time: call them off the loop.
std::string encode_pbkdf2(std::string_view password, std::string_view algorithm, std::string_view salt, std::uint32_t iterations);
std::string encode_scrypt(std::string_view password, std::string_view salt, const PasswordParameters& parameters);
std::string encode_argon2(std::string_view password, std::string_view salt, const PasswordParameters& parameters);
/// `salt` as "$2b$12$" and 22 characters.
std::string encode_bcrypt(std::string_view password, std::string_view algorithm, std::string_view salt);
std::string encode_md5(std::string_view password, std::string_view salt);

bool verify_argon2(std::string_view password, std::string_view encoded);
std::string bcrypt_salt(std::uint32_t rounds);

}  // namespace portico::auth
