#include <portico/base/secret.hpp>

#include <algorithm>
#include <array>

#include <portico/base/field_types.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace {

/// What is read out of a field: it has no text but dots, and nobody can store it.
class Masked : public Dynamic {
public:
    explicit Masked(bool empty) : empty_(empty) {}
    bool truthy() const override { return !empty_; }
    std::string str() const override { return empty_ ? std::string() : std::string(masked_secret); }

private:
    bool empty_;
};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// "x-api-key" and "api_key" have the word "key".
bool has_word(std::string_view name, std::string_view word) {
    for (auto at = name.find(word); at != name.npos; at = name.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_word(name[at - 1])) && (end == name.size() || !is_word(name[end]))) return true;
    }
    return false;
}

}  // namespace

void FieldTraits<Secret<std::string>>::fill(FieldType& type) {
    type.kind = Kind::text;
    type.get = [](const void* field) { return Value(Masked(static_cast<const Secret<std::string>*>(field)->empty())); };
    type.set = [](void* field, const Value& value) { *static_cast<Secret<std::string>*>(field) = Secret<std::string>(detail::to_text(value)); };
}

bool is_secret_name(std::string_view name) {
    constexpr std::array<std::string_view, 12> parts{"password", "passwd", "passphrase", "secret", "token", "signature", "session", "cookie", "csrf", "credential", "apikey", "authorization"};
    constexpr std::array<std::string_view, 5> words{"key", "auth", "pwd", "pin", "otp"};
    const std::string lower = text::ascii_lower(name);
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return lower.find(part) != lower.npos; }) ||
           std::any_of(words.begin(), words.end(), [&](std::string_view word) { return has_word(lower, word); });
}

std::string without_secrets(std::string_view target) {
    const auto mark = target.find('?');
    if (mark == target.npos) return std::string(target);
    std::string out(target.substr(0, mark));
    char before = '?';
    for (std::string_view pair : text::split(target.substr(mark + 1), '&')) {
        const auto equals = pair.find('=');
        out += std::exchange(before, '&');
        const bool hidden = equals != pair.npos && equals + 1 < pair.size() && is_secret_name(pair.substr(0, equals));
        out += hidden ? std::string(pair.substr(0, equals + 1)) + std::string(masked_secret) : std::string(pair);
    }
    return out;
}

}  // namespace portico
