/// What must not be seen: by type, and by name.
///
///     struct ShopSettings {
///         Secret<std::string> payment_token{};                 // [shop] payment_token = "FILE:/run/secrets/payment"
///     };
///     pay(settings.payment_token.reveal());
///
/// A secret turns into no text by itself: it does not go into a log line, a template or JSON, and pages that show settings or structs show dots.
/// `reveal` is what to look for in a review. As a field (of settings, of an API's input) a Secret<std::string> is read like a text; a model can't have
/// one, since a column of dots is of no use.
#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace portico {

struct FieldType;
template <class T> struct FieldTraits;

template <class T = std::string> class Secret {
public:
    Secret() = default;
    explicit Secret(T value) : value_(std::move(value)) {}
    const T& reveal() const { return value_; }
    bool empty() const { return value_ == T{}; }
    friend bool operator==(const Secret&, const Secret&) = default;

private:
    T value_{};
};

template <> struct FieldTraits<Secret<std::string>> {
    static void fill(FieldType& type);
};

/// Stands where a secret would.
inline constexpr std::string_view masked_secret = "••••••••";

/// Does the name say that what it names is one: "password", "api_key", "X-Auth-Token", "sessionid"? "author" and "keyboard" are none.
bool is_secret_name(std::string_view name);

/// A path with its query as it may be shown: "/page/?token=••••••••&p=2".
std::string without_secrets(std::string_view target);

}  // namespace portico
