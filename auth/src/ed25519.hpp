#pragma once
#include <string>
#include <string_view>

namespace portico::auth {

/// A key pair made of a site's secret: always the same for the same secret.
class Ed25519Key {
public:
    explicit Ed25519Key(std::string_view secret);
    ~Ed25519Key();
    Ed25519Key(const Ed25519Key&) = delete;
    Ed25519Key& operator=(const Ed25519Key&) = delete;

    std::string sign(std::string_view text) const;
    bool verifies(std::string_view text, std::string_view signature) const;
    std::string public_half() const;
    /// Names it in tokens and in the set of public keys.
    std::string id() const;

private:
    void* key_;
};

}  // namespace portico::auth
