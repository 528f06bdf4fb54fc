#include "password_algorithms.hpp"

#include <argon2.h>
#include <crypt.h>
#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <memory>

#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

namespace portico::auth {

namespace {

std::string without_padding(std::string text) {
    while (text.ends_with('=')) text.pop_back();
    return text;
}

std::optional<std::string> decode_unpadded(std::string_view text) {
    std::string padded(text);
    while (padded.size() % 4 != 0) padded += '=';
    return text::from_base64(padded);
}

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "m=102400,t=2,p=8"
std::optional<PasswordParameters> argon2_parameters(std::string_view text) {
    PasswordParameters out;
    for (auto part : text::split(text, ',')) {
        auto value = part.size() > 2 && part[1] == '=' ? number(part.substr(2)) : std::nullopt;
        if (!value) return std::nullopt;
        if (part[0] == 'm') out.memory_kib = *value;
        else if (part[0] == 't') out.work = *value;
        else if (part[0] == 'p') out.parallelism = *value;
        else return std::nullopt;
    }
    return out;
}

std::optional<EncodedPassword> parse_argon2(const std::vector<std::string_view>& parts) {
    if (parts.size() != 6 || parts[1] != "argon2id") return std::nullopt;
    auto parameters = argon2_parameters(parts[3]);
    auto salt = decode_unpadded(parts[4]);
    if (!parameters || !salt) return std::nullopt;
    return EncodedPassword{"argon2", *salt, *parameters};
}

/// "bcrypt_sha256$$2b$12$" and 53 characters.
std::optional<EncodedPassword> parse_bcrypt(const std::vector<std::string_view>& parts) {
    if (parts.size() != 5 || !parts[1].empty() || parts[4].size() != 53) return std::nullopt;
    auto rounds = number(parts[3]);
    if (!rounds) return std::nullopt;
    PasswordParameters parameters;
    parameters.work = *rounds;
    std::string salt = '$' + std::string(parts[2]) + '$' + std::string(parts[3]) + '$' + std::string(parts[4].substr(0, 22));
    return EncodedPassword{std::string(parts[0]), salt, parameters};
}

}  // namespace

std::optional<EncodedPassword> EncodedPassword::parse(std::string_view encoded) {
    auto parts = text::split(encoded, '$');
    if (parts.size() < 3) return std::nullopt;
    EncodedPassword out{std::string(parts[0]), {}, {}};
    if (parts[0] == "argon2") return parse_argon2(parts);
    if (parts[0] == "bcrypt" || parts[0] == "bcrypt_sha256") return parse_bcrypt(parts);
    if (parts[0] == "md5") {
        if (parts.size() != 3) return std::nullopt;
        out.salt = parts[1];
        return out;
    }
    if (parts[0] == "pbkdf2_sha256" || parts[0] == "pbkdf2_sha1") {
        auto iterations = number(parts[1]);
        if (parts.size() < 4 || !iterations || *iterations == 0) return std::nullopt;
        out.parameters.work = *iterations;
        out.salt = parts[2];
        return out;
    }
    if (parts[0] == "scrypt" && parts.size() == 6) {
        auto work = number(parts[1]), block = number(parts[3]), parallelism = number(parts[4]);
        if (!work || !block || !parallelism) return std::nullopt;
        out.salt = parts[2];
        out.parameters = {*work, 0, *parallelism, *block};
        return out;
    }
    return std::nullopt;
}

std::string encode_pbkdf2(std::string_view password, std::string_view algorithm, std::string_view salt,
                          std::uint32_t iterations) {
    bool is_sha256 = algorithm == "pbkdf2_sha256";
    std::string digest(is_sha256 ? 32 : 20, '\0');
    int good = PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                                 reinterpret_cast<const unsigned char*>(salt.data()), static_cast<int>(salt.size()),
                                 static_cast<int>(iterations), is_sha256 ? EVP_sha256() : EVP_sha1(),
                                 static_cast<int>(digest.size()), reinterpret_cast<unsigned char*>(digest.data()));
    if (good != 1) throw Error("the password could not be hashed with " + std::string(algorithm));
    return std::string(algorithm) + '$' + std::to_string(iterations) + '$' + std::string(salt) + '$' + text::base64(digest);
}

std::string encode_scrypt(std::string_view password, std::string_view salt, const PasswordParameters& parameters) {
    std::string digest(64, '\0');
    std::uint64_t memory = std::uint64_t{128} * parameters.work * parameters.block_size + 64 * 1024 * 1024;
    int good = EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()),
                              salt.size(), parameters.work, parameters.block_size, parameters.parallelism, memory,
                              reinterpret_cast<unsigned char*>(digest.data()), digest.size());
    if (good != 1) throw Error("the password could not be hashed with scrypt");
    return "scrypt$" + std::to_string(parameters.work) + '$' + std::string(salt) + '$' +
           std::to_string(parameters.block_size) + '$' + std::to_string(parameters.parallelism) + '$' + text::base64(digest);
}

std::string encode_argon2(std::string_view password, std::string_view salt, const PasswordParameters& parameters) {
    std::string digest(32, '\0');
    int error = argon2id_hash_raw(parameters.work, parameters.memory_kib, parameters.parallelism, password.data(),
                                  password.size(), salt.data(), salt.size(), digest.data(), digest.size());
    if (error != ARGON2_OK) throw Error(std::string("the password could not be hashed with argon2: ") + argon2_error_message(error));
    return "argon2$argon2id$v=19$m=" + std::to_string(parameters.memory_kib) + ",t=" + std::to_string(parameters.work) +
           ",p=" + std::to_string(parameters.parallelism) + '$' + without_padding(text::base64(salt)) + '$' +
           without_padding(text::base64(digest));
}

bool verify_argon2(std::string_view password, std::string_view encoded) {
    std::string text(encoded.substr(std::string_view("argon2").size()));
    argon2_type type = text.starts_with("$argon2id$") ? Argon2_id : text.starts_with("$argon2i$") ? Argon2_i : Argon2_d;
    return argon2_verify(text.c_str(), password.data(), password.size(), type) == ARGON2_OK;
}

std::string encode_bcrypt(std::string_view password, std::string_view algorithm, std::string_view salt) {
    // bcrypt reads no more than 72 bytes and stops at a NUL, so the better variant hashes a digest's hexadecimal digits.
    std::string secret = algorithm == "bcrypt_sha256" ? text::hex(sha256(password)) : std::string(password);
    if (secret.size() > 72) throw Error("bcrypt takes passwords of 72 bytes at most", "use bcrypt_sha256");
    auto scratch = std::make_unique<crypt_data>();
    std::string setting(salt);
    const char* hashed = crypt_r(secret.c_str(), setting.c_str(), scratch.get());
    if (!hashed || hashed[0] == '*') throw Error("the password could not be hashed with " + std::string(algorithm));
    return std::string(algorithm) + '$' + hashed;
}

std::string bcrypt_salt(std::uint32_t rounds) {
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> buffer{};
    std::string random = random_bytes(16);
    const char* salt = crypt_gensalt_rn("$2b$", rounds, random.data(), static_cast<int>(random.size()), buffer.data(),
                                        static_cast<int>(buffer.size()));
    if (!salt) throw Error("no salt could be made for bcrypt");
    return salt;
}

std::string encode_md5(std::string_view password, std::string_view salt) {
    std::string whole(salt);
    whole += password;
    return "md5$" + std::string(salt) + '$' + text::hex(md5(whole));
}

}  // namespace portico::auth
