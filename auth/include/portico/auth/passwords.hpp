/// Passwords in Django's formats: "argon2$argon2id$v=19$m=…", "pbkdf2_sha256$1500000$salt$hash", scrypt, bcrypt_sha256, bcrypt.
///
///     std::string encoded = auth::make_password("correct horse");
///     auth::check_password("correct horse", encoded)             // true
///
/// New ones are argon2id. Hashing takes tens of milliseconds: on a fiber it runs on a worker thread and the fiber waits.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include <portico/base/value.hpp>

namespace portico::auth {

/// How much work a new hash is. `low` is for tests.
enum class PasswordCost { normal, low };

/// `algorithm`: argon2, pbkdf2_sha256, pbkdf2_sha1, scrypt, bcrypt_sha256, bcrypt. Error for another.
std::string make_password(std::string_view password, std::string_view algorithm = "argon2",
                          PasswordCost cost = PasswordCost::normal);
/// One that nothing matches: for people who log in by other means.
std::string unusable_password();
bool is_usable_password(std::string_view encoded);

/// False for what is malformed, unusable or of an unknown algorithm.
bool check_password(std::string_view password, std::string_view encoded);
/// Takes as long as checking one does and says nothing: for logins that nobody has.
void waste_password_time(std::string_view password, PasswordCost cost = PasswordCost::normal);
/// How many hashes this program has made: for tests, and for those who watch what logins cost.
std::uint64_t password_hashes();
/// Is it of another algorithm than new ones, or made with less work? Then the next login renews it.
bool must_renew_password(std::string_view encoded, PasswordCost cost = PasswordCost::normal);

/// What an encoded password is made of, under Django's names: algorithm, salt, hash, and iterations (pbkdf2); work_factor, block_size and
/// parallelism (scrypt); time_cost, memory_cost, parallelism, variety and version (argon2); work_factor, algostr and checksum (bcrypt). For
/// pages that tell how a password is kept. ConversionError for what is malformed or of an unknown algorithm.
Map password_parts(std::string_view encoded);

/// With parameters of one's own: for tests and imports. `work`: iterations (pbkdf2), N (scrypt), rounds (bcrypt), passes (argon2); 0: as
/// much as new ones have. md5 is for imports only.
struct PasswordParameters {
    std::uint32_t work = 0, memory_kib = 0, parallelism = 1, block_size = 8;
};
std::string encode_password(std::string_view password, std::string_view algorithm, std::string_view salt,
                            const PasswordParameters& parameters);

}  // namespace portico::auth
