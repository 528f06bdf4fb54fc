#include "ed25519.hpp"

#include <openssl/evp.h>

#include <memory>

#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

namespace portico::auth {

namespace {

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Ed25519Key::Ed25519Key(std::string_view secret) : key_(nullptr) {
    const std::string seed = salted_hmac("portico.auth.signed_tokens", "ed25519", secret, "sha256");
    key_ = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(seed), seed.size());
    if (!key_) throw Error("OpenSSL makes no Ed25519 key");
}

Ed25519Key::~Ed25519Key() { EVP_PKEY_free(static_cast<EVP_PKEY*>(key_)); }

std::string Ed25519Key::sign(std::string_view text) const {
    Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::string signature(64, '\0');
    std::size_t size = signature.size();
    const bool good = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, static_cast<EVP_PKEY*>(key_)) == 1 &&
                      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes(text), text.size()) == 1;
    if (!good || size != signature.size()) throw Error("OpenSSL could not sign");
    return signature;
}

bool Ed25519Key::verifies(std::string_view text, std::string_view signature) const {
    Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, static_cast<EVP_PKEY*>(key_)) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

std::string Ed25519Key::public_half() const {
    std::string half(32, '\0');
    std::size_t size = half.size();
    if (EVP_PKEY_get_raw_public_key(static_cast<EVP_PKEY*>(key_), reinterpret_cast<unsigned char*>(half.data()), &size) != 1) throw Error("OpenSSL gives no public key");
    return half;
}

std::string Ed25519Key::id() const { return text::base64url(sha256(public_half())).substr(0, 12); }

}  // namespace portico::auth
