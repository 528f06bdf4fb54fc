#include <portico/auth/two_factor.hpp>

#include <portico/auth/models.hpp>
#include <portico/auth/totp.hpp>
#include <portico/base/sealing.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/project.hpp>

namespace portico::auth {

namespace {

constexpr int recovery_codes = 10;
constexpr std::size_t code_length = 12;                              // 60 bits: none is found by trying
constexpr std::string_view code_letters = "abcdefghjkmnpqrstuvwxyz23456789z";  // 32; none that look alike

/// Keyed, so that a stolen table alone gives nobody a code.
std::string hash_of(std::string_view user, std::string_view code, const std::string& secret) {
    return text::hex(salted_hmac("portico.auth.recovery", std::string(user) + "\n" + std::string(code), secret, "sha256"));
}

/// As it was typed, with or without the dash, in any case.
std::string plain(std::string_view code) {
    std::string out;
    for (char c : text::ascii_lower(code))
        if (c != '-' && c != ' ') out += c;
    return out;
}

constexpr char purpose[] = "portico.auth.second_factor";

/// The table alone gives nobody a code.
std::string sealed(std::string_view secret) { return seal(secret, Project::current().settings().secret_key, purpose); }

std::optional<std::string> secret_of(const SecondFactorRow& row) {
    const Settings& site = Project::current().settings();
    return unseal(row.secret, purpose, site.secret_key, site.secret_key_fallbacks);
}

auto rows_of(const std::string& user) { return SecondFactorRow::objects.filter(F(&SecondFactorRow::user) == user); }
auto codes_of(const std::string& user) { return RecoveryCode::objects.filter(F(&RecoveryCode::user) == user); }

bool takes_recovery_code(const std::string& user, std::string_view typed) {
    const std::string code = plain(typed);
    if (code.size() != code_length) return false;
    const Settings& site = Project::current().settings();
    std::vector<std::string> hashes{hash_of(user, code, site.secret_key)};
    for (const std::string& former : site.secret_key_fallbacks) hashes.push_back(hash_of(user, code, former));
    return codes_of(user).filter(F(&RecoveryCode::hash).in(hashes)).delete_().total > 0;
}

}  // namespace

bool SecondFactor::is_on() const { return rows_of(user_).exists(); }

bool SecondFactor::turn_on(std::string_view secret, std::string_view code, std::vector<std::string>& codes) const {
    const auto step = matching_totp_step(secret, code, now());
    if (!step) return false;
    orm::atomic([&] {
        rows_of(user_).delete_();
        SecondFactorRow::objects.create({.user = user_, .secret = sealed(secret), .last_step = *step});
        codes = renew_recovery_codes();
    });
    return true;
}

void SecondFactor::turn_off() const {
    orm::atomic([&] {
        rows_of(user_).delete_();
        codes_of(user_).delete_();
    });
}

bool SecondFactor::accepts(std::string_view code) const {
    const auto row = rows_of(user_).first();
    if (!row) return false;
    const auto secret = secret_of(*row);
    const auto step = secret ? matching_totp_step(*secret, code, now()) : std::nullopt;
    // In one statement: of two requests with the same code one finds no row.
    if (step) return rows_of(user_).filter(F(&SecondFactorRow::last_step) < *step).update(F(&SecondFactorRow::last_step) = *step) > 0;
    return takes_recovery_code(user_, code);
}

std::int64_t SecondFactor::recovery_codes_left() const { return codes_of(user_).count(); }

std::vector<std::string> SecondFactor::renew_recovery_codes() const {
    const std::string& secret = Project::current().settings().secret_key;
    std::vector<std::string> codes;
    std::vector<RecoveryCode> rows;
    for (int i = 0; i < recovery_codes; ++i) {
        const std::string code = random_string(code_length, code_letters);
        rows.push_back({.user = user_, .hash = hash_of(user_, code, secret)});
        codes.push_back(code.substr(0, 4) + "-" + code.substr(4, 4) + "-" + code.substr(8));
    }
    orm::atomic([&] {
        codes_of(user_).delete_();
        RecoveryCode::objects.bulk_create(rows);
    });
    return codes;
}

}  // namespace portico::auth
