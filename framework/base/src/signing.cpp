#include <portico/base/signing.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <charconv>

#include <portico/base/date_time.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace {

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

const EVP_MD* digest_named(std::string_view algorithm) {
    if (algorithm == "blake2b") algorithm = "blake2b512";  // as others name OpenSSL's
    if (algorithm == "blake2s") algorithm = "blake2s256";
    const EVP_MD* digest = EVP_get_digestbyname(std::string(algorithm).c_str());
    if (!digest) throw Error("\"" + std::string(algorithm) + "\" is no digest that OpenSSL knows");
    return digest;
}

std::string digest(std::string_view data, const EVP_MD* algorithm) {
    unsigned char buffer[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(data.data(), data.size(), buffer, &size, algorithm, nullptr) != 1) throw Error("OpenSSL could not digest");
    return {reinterpret_cast<char*>(buffer), size};
}

std::string hmac(std::string_view key, std::string_view data, const EVP_MD* algorithm) {
    unsigned char buffer[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(algorithm, key.data(), static_cast<int>(key.size()), bytes(data), data.size(), buffer, &size);
    return {reinterpret_cast<char*>(buffer), size};
}

constexpr std::string_view base62_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1) {
        throw Error("the system's random generator gave nothing");
    }
    return out;
}

std::string random_string(std::size_t length, std::string_view alphabet) {
    std::string out;
    auto fair = 256 - 256 % alphabet.size();  // bytes beyond would favour the alphabet's first letters
    while (out.size() < length) {
        for (unsigned char byte : random_bytes(length)) {
            if (byte < fair && out.size() < length) out += alphabet[byte % alphabet.size()];
        }
    }
    return out;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string digest(std::string_view algorithm, std::string_view data) { return digest(data, digest_named(algorithm)); }
std::string sha256(std::string_view data) { return digest(data, EVP_sha256()); }
std::string sha1(std::string_view data) { return digest(data, EVP_sha1()); }
std::string md5(std::string_view data) { return digest(data, EVP_md5()); }
std::string hmac_sha256(std::string_view key, std::string_view data) { return hmac(key, data, EVP_sha256()); }

std::string salted_hmac(std::string_view key_salt, std::string_view value, std::string_view secret, std::string_view algorithm) {
    const EVP_MD* md = digest_named(algorithm);
    return hmac(digest(std::string(key_salt).append(secret), md), value, md);
}

Signer::Signer(std::string secret, std::string salt, std::vector<std::string> fallbacks, std::string separator, std::string algorithm)
    : secret_(std::move(secret)),
      salt_(std::move(salt)),
      fallbacks_(std::move(fallbacks)),
      separator_(std::move(separator)),
      algorithm_(std::move(algorithm)) {
    constexpr std::string_view of_signatures = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
    if (separator_.find_first_not_of(of_signatures) != std::string::npos) return;
    throw Error("\"" + separator_ + "\" can't separate a value from its signature", "take a character that signatures don't have, such as \":\"");
}

std::string Signer::signature(std::string_view value, std::string_view secret) const {
    return text::base64url(salted_hmac(salt_ + "signer", value, secret, algorithm_));
}

std::string Signer::signature(std::string_view value) const { return signature(value, secret_); }

std::string Signer::sign(std::string_view value) const { return std::string(value).append(separator_).append(signature(value)); }

std::string Signer::unsign(std::string_view signed_value) const {
    auto place = signed_value.rfind(separator_);
    if (place == std::string_view::npos) throw BadSignature("no \"" + separator_ + "\" found in a signed value");
    auto value = signed_value.substr(0, place);
    auto given = signed_value.substr(place + separator_.size());
    if (constant_time_equal(given, signature(value))) return std::string(value);
    for (const auto& former : fallbacks_) {
        if (constant_time_equal(given, signature(value, former))) return std::string(value);
    }
    throw BadSignature("a signature does not match");
}

TimestampSigner::TimestampSigner(std::string secret, std::string salt, std::vector<std::string> fallbacks, std::string separator,
                                 std::string algorithm)
    : signer_(std::move(secret), std::move(salt), std::move(fallbacks), std::move(separator), std::move(algorithm)) {}

std::string TimestampSigner::sign(std::string_view value) const {
    auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count();
    return signer_.sign(std::string(value) + signer_.separator() + base62(seconds));
}

std::string TimestampSigner::unsign(std::string_view signed_value, std::optional<std::chrono::microseconds> max_age) const {
    auto value = signer_.unsign(signed_value);
    auto place = value.rfind(signer_.separator());
    if (place == std::string::npos) throw BadSignature("a signed value has no timestamp");
    auto signed_at = DateTime(std::chrono::seconds(from_base62(std::string_view(value).substr(place + signer_.separator().size()))));
    value.resize(place);
    if (max_age && now() - signed_at > *max_age) throw SignatureExpired("a signature is too old");
    return value;
}

std::string base62(std::int64_t number) {
    if (number == 0) return "0";
    auto rest = static_cast<std::uint64_t>(number < 0 ? -number : number);
    std::string out;
    for (; rest != 0; rest /= 62) out.insert(out.begin(), base62_digits[rest % 62]);
    return number < 0 ? "-" + out : out;
}

std::int64_t from_base62(std::string_view text) {
    bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    std::int64_t number = 0;
    if (text.empty() || text.size() > 10) throw BadSignature("a timestamp is not in base 62");
    for (char c : text) {
        auto digit = base62_digits.find(c);
        if (digit == std::string_view::npos) throw BadSignature("a timestamp is not in base 62");
        number = number * 62 + static_cast<std::int64_t>(digit);
    }
    return negative ? -number : number;
}

std::string base36(std::int64_t number) {
    if (number < 0) throw ConversionError(std::to_string(number) + " is below 0: it has no form in base 36");
    std::string out;
    do {
        out.insert(out.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]);
        number /= 36;
    } while (number != 0);
    return out;
}

std::int64_t from_base36(std::string_view text) {
    text = text::trim(text);
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 36);
    bool good = error == std::errc() && end == text.data() + text.size() && text.size() <= 13;
    if (!good) throw ConversionError("\"" + std::string(text) + "\" is no number in base 36");
    return number;
}

}  // namespace portico
