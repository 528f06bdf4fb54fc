#include <portico/auth/passwords.hpp>

#include <atomic>

#include <portico/auth/app.hpp>
#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/project/project.hpp>

#include "hashing.hpp"
#include "password_algorithms.hpp"
#include "password_work.hpp"

namespace portico::auth {

namespace {

constexpr std::size_t salt_length = 22;  // characters: 131 bits
std::atomic<std::uint64_t> hashes{0};

PasswordParameters parameters_for(std::string_view algorithm, PasswordCost cost) {
    bool low = cost == PasswordCost::low;
    // argon2id as OWASP recommends for servers; Django's 100 MiB and eight threads a login are more than a small one can bear.
    if (algorithm == "argon2") return low ? PasswordParameters{1, 64, 1, 8} : PasswordParameters{2, 19 * 1024, 1, 8};
    if (algorithm == "pbkdf2_sha256" || algorithm == "pbkdf2_sha1") return {low ? 1000u : 1'500'000u, 0, 1, 8};
    if (algorithm == "scrypt") return {low ? 1024u : 16384u, 0, 5, 8};
    if (algorithm == "bcrypt_sha256" || algorithm == "bcrypt") return {low ? 4u : 12u, 0, 1, 8};
    throw Error("password algorithm \"" + std::string(algorithm) + "\" is unknown",
                "use argon2, pbkdf2_sha256, scrypt or bcrypt_sha256");
}

std::string encode(std::string_view password, const EncodedPassword& how) {
    ++hashes;
    if (how.algorithm == "argon2") return encode_argon2(password, how.salt, how.parameters);
    if (how.algorithm.starts_with("pbkdf2_")) return encode_pbkdf2(password, how.algorithm, how.salt, how.parameters.work);
    if (how.algorithm == "scrypt") return encode_scrypt(password, how.salt, how.parameters);
    if (how.algorithm.starts_with("bcrypt")) return encode_bcrypt(password, how.algorithm, how.salt);
    return encode_md5(password, how.salt);
}

bool verify(const std::string& password, const std::string& encoded, const EncodedPassword& how) {
    if (how.algorithm == "argon2") return ++hashes, verify_argon2(password, encoded);
    try {
        return constant_time_equal(encode(password, how), encoded);
    } catch (const Error&) {
        return false;  // parameters that no library takes
    }
}

}  // namespace

PasswordCost configured_cost() {
    Project* project = Project::current_or_null();
    if (!project || !project->has_app("auth")) return PasswordCost::normal;
    return project->settings<AuthSettings>().password_cost == "low" ? PasswordCost::low : PasswordCost::normal;
}

std::string encode_password(std::string_view password, std::string_view algorithm, std::string_view salt,
                            const PasswordParameters& parameters) {
    bool is_old = algorithm == "md5";
    PasswordParameters standard = is_old ? PasswordParameters() : parameters_for(algorithm, PasswordCost::normal);
    bool in_pieces = algorithm == "argon2" || algorithm.starts_with("bcrypt");  // those check their salts themselves
    if (!in_pieces && (salt.empty() || salt.find('$') != std::string_view::npos)) {
        throw ConversionError("a salt must not be empty nor have a \"$\" in it");
    }
    EncodedPassword how{std::string(algorithm), std::string(salt), parameters.work == 0 ? standard : parameters};
    return hashing([&] { return encode(password, how); });
}

std::string make_password(std::string_view password, std::string_view algorithm, PasswordCost cost) {
    PasswordParameters parameters = parameters_for(algorithm, cost);
    std::string salt = algorithm.starts_with("bcrypt") ? bcrypt_salt(parameters.work) : random_string(salt_length);
    return encode_password(password, algorithm, salt, parameters);
}

std::string unusable_password() { return '!' + random_string(40); }

bool is_usable_password(std::string_view encoded) { return !encoded.starts_with('!'); }

bool check_password(std::string_view password, std::string_view encoded) {
    auto how = EncodedPassword::parse(encoded);
    if (!how || !is_usable_password(encoded)) return false;
    return hashing([&, secret = std::string(password), text = std::string(encoded)] { return verify(secret, text, *how); });
}

void waste_password_time(std::string_view password, PasswordCost cost) { make_password(password, "argon2", cost); }

std::uint64_t password_hashes() { return hashes; }

bool must_renew_password(std::string_view encoded, PasswordCost cost) {
    auto how = EncodedPassword::parse(encoded);
    if (!how) return false;
    if (how->algorithm != "argon2") return true;
    PasswordParameters wanted = parameters_for("argon2", cost);
    return how->parameters.work < wanted.work || how->parameters.memory_kib < wanted.memory_kib ||
           how->salt.size() < salt_length;
}

}  // namespace portico::auth
