#include <portico/base/sealing.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>

#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace {

constexpr std::size_t salt_size = 16, key_size = 32, tag_size = 16;
constexpr char version = 1;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// Key and nonce: RFC 5869, extract and two rounds of expand.
struct Material {
    std::string both{};

    Material(std::string_view secret, std::string_view salt, std::string_view purpose) {
        std::string extracted = hmac_sha256(salt, secret);
        const std::string info = "portico.seal.1\n" + std::string(purpose);
        both = hmac_sha256(extracted, info + '\1');
        both += hmac_sha256(extracted, both + info + '\2');
        OPENSSL_cleanse(extracted.data(), extracted.size());
    }
    ~Material() { OPENSSL_cleanse(both.data(), both.size()); }
    const unsigned char* key() const { return bytes(both); }
    const unsigned char* nonce() const { return bytes(both) + key_size; }
};

void check(int done) {
    if (done != 1) throw Error("OpenSSL could not seal a text");
}

Cipher begin(const Material& material, bool sealing) {
    Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    check(cipher ? 1 : 0);
    check(EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, material.key(), material.nonce(), sealing ? 1 : 0));
    return cipher;
}

/// What comes out of the cipher for `in`, tag apart.
std::string run(EVP_CIPHER_CTX* cipher, std::string_view in) {
    std::string out(in.size(), '\0');
    int written = 0;
    check(EVP_CipherUpdate(cipher, bytes(out), &written, bytes(in), static_cast<int>(in.size())));
    out.resize(static_cast<std::size_t>(written));
    return out;
}

std::optional<std::string> opened(std::string_view raw, std::string_view purpose, std::string_view secret) {
    const std::string_view salt = raw.substr(1, salt_size);
    const std::string_view hidden = raw.substr(1 + salt_size, raw.size() - 1 - salt_size - tag_size);
    std::string tag(raw.substr(raw.size() - tag_size));
    const Cipher cipher = begin(Material(secret, salt, purpose), false);
    std::string text = run(cipher.get(), hidden);
    check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()));
    unsigned char rest[EVP_MAX_BLOCK_LENGTH];
    int written = 0;
    if (EVP_CipherFinal_ex(cipher.get(), rest, &written) != 1) return std::nullopt;
    return text;
}

}  // namespace

std::string seal(std::string_view text, std::string_view secret, std::string_view purpose) {
    if (secret.empty()) throw Error("without a secret nothing can be sealed", "set secret_key");
    const std::string salt = random_bytes(salt_size);
    const Cipher cipher = begin(Material(secret, salt, purpose), true);
    std::string raw = version + salt + run(cipher.get(), text);
    unsigned char rest[EVP_MAX_BLOCK_LENGTH];
    int written = 0;
    check(EVP_CipherFinal_ex(cipher.get(), rest, &written));
    std::string tag(tag_size, '\0');
    check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, tag.data()));
    return text::base64url(raw + tag);
}

std::optional<std::string> unseal(std::string_view sealed, std::string_view purpose, std::string_view secret, const std::vector<std::string>& fallbacks) {
    const std::optional<std::string> raw = text::from_base64url(sealed);
    if (!raw || raw->size() < 1 + salt_size + tag_size || raw->front() != version || text::base64url(*raw) != sealed) return std::nullopt;
    if (!secret.empty()) {
        if (auto text = opened(*raw, purpose, secret)) return text;
    }
    for (const std::string& former : fallbacks)
        if (auto text = opened(*raw, purpose, former); text && !former.empty()) return text;
    return std::nullopt;
}

}  // namespace portico
