/// Text that others keep for us and can neither read nor change: AES-256-GCM, with a key of its own for each text.
///
///     std::string sealed = seal("secret", settings.secret_key, "shop.voucher");
///     unseal(sealed, "shop.voucher", settings.secret_key, settings.secret_key_fallbacks)      // "secret", or nothing
///
/// The key comes from the secret, the purpose and 16 random bytes by HKDF-SHA-256 (RFC 5869), so that no nonce is used twice with one key however many
/// texts are sealed. What was sealed for one purpose is nothing for another. The result is URL-safe: letters, digits, "-" and "_", 4/3 of the text
/// and 44 more.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico {

std::string seal(std::string_view text, std::string_view secret, std::string_view purpose);

/// Nothing for what was not sealed by one of these secrets for that purpose, or was changed.
std::optional<std::string> unseal(std::string_view sealed, std::string_view purpose, std::string_view secret,
                                  const std::vector<std::string>& fallbacks = {});

}  // namespace portico
