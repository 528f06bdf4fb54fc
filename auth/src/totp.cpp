#include <portico/auth/totp.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/http/url.hpp>

namespace portico::auth {

namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t secret_size = 20;  // bytes: as long as what SHA-1 gives (RFC 4226, 4)
constexpr std::int64_t step_seconds = 30;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '-'; }

std::string hmac_sha1(std::string_view key, std::string_view data) {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(data.data()), data.size(), out, &size);
    return {reinterpret_cast<char*>(out), size};
}

}  // namespace

std::string base32(std::string_view bytes) {
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (char byte : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(byte);
        for (count += 8; count >= 5; count -= 5) out += letters[bits >> (count - 5) & 31];
    }
    if (count > 0) out += letters[bits << (5 - count) & 31];
    return out;
}

std::optional<std::string> from_base32(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : text) {
        if (is_space(c) || c == '=') continue;
        const auto place = letters.find(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        if (place == letters.npos) return std::nullopt;
        bits = bits << 5 | static_cast<std::uint32_t>(place);
        if ((count += 5) < 8) continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 255);
    }
    return out;
}

std::string make_totp_secret() { return base32(random_bytes(secret_size)); }

std::string totp_url(std::string_view secret, std::string_view issuer, std::string_view account) {
    const std::string site = percent_encode(issuer, "");
    return "otpauth://totp/" + site + ":" + percent_encode(account, "@") + "?secret=" + std::string(secret) + "&issuer=" + site;
}

std::int64_t totp_step(DateTime moment) {
    return std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count() / step_seconds;
}

/// RFC 4226, 5.3: four bytes from where the last half byte says.
std::string totp_code(std::string_view secret, std::int64_t step) {
    const auto key = from_base32(secret);
    if (!key) throw ConversionError("the secret is no base 32");
    std::string counter;
    for (int shift = 56; shift >= 0; shift -= 8) counter += static_cast<char>(step >> shift & 255);
    const std::string mac = hmac_sha1(*key, counter);
    const std::size_t at = static_cast<unsigned char>(mac.back()) & 15;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(mac[at + i]);
    const std::string digits = std::to_string((number & 0x7fffffff) % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

std::optional<std::int64_t> matching_totp_step(std::string_view secret, std::string_view code, DateTime moment) {
    std::string digits;
    for (char c : code)
        if (!is_space(c)) digits += c;
    std::optional<std::int64_t> found;
    for (std::int64_t step = totp_step(moment) - 1; step <= totp_step(moment) + 1; ++step)
        if (constant_time_equal(totp_code(secret, step), digits)) found = step;
    return found;
}

}  // namespace portico::auth
