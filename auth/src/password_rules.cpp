#include <portico/auth/password_rules.hpp>

#include <algorithm>
#include <array>
#include <map>

#include <portico/base/text.hpp>

namespace portico::auth {

namespace {

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> out;
    while (!text.empty()) out.push_back(text::next_code_point(text));
    return out;
}

/// What two texts have in common without regard to order, as a share of both: an upper bound of their likeness (Python's quick_ratio).
double likeness(const std::vector<char32_t>& a, const std::vector<char32_t>& b) {
    if (a.empty() && b.empty()) return 1;
    std::map<char32_t, int> left;
    for (char32_t c : b) ++left[c];
    std::size_t matches = 0;
    for (char32_t c : a) {
        if (left[c]-- > 0) ++matches;
    }
    return 2.0 * static_cast<double>(matches) / static_cast<double>(a.size() + b.size());
}

bool is_word(char32_t c) {
    return c == U'_' || (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c > 127;
}

/// The words of a value and the whole of it: "john.smith@example.com" has john, smith, example, com.
std::vector<std::vector<char32_t>> parts_of(std::string_view value) {
    std::vector<std::vector<char32_t>> parts(1);
    auto whole = code_points(value);
    for (char32_t c : whole) {
        if (is_word(c)) parts.back().push_back(c);
        else parts.emplace_back();
    }
    parts.push_back(whole);
    return parts;
}

/// A part so short that likeness to a long password says nothing.
bool is_too_short(std::size_t password, std::size_t part, double similarity) {
    return password >= 10 * part && static_cast<double>(part) < similarity / 2 * static_cast<double>(password);
}

}  // namespace

std::vector<forms::Fault> PasswordRules::faults(std::string_view password, const PersonalFacts& facts) const {
    std::vector<forms::Fault> out;
    auto lower = code_points(text::lower(password));
    for (const auto& [label, value] : refuse_similar ? facts : PersonalFacts()) {
        bool alike = !value.empty() && std::ranges::any_of(parts_of(text::lower(value)), [&](const auto& part) {
            return !is_too_short(lower.size(), part.size(), max_similarity) && likeness(lower, part) >= max_similarity;
        });
        if (!alike) continue;
        out.push_back({"The password is too similar to the " + label + ".", "password_too_similar", {}});
        break;
    }
    if (text::length(password) < min_length) {
        out.push_back({"This password is too short. It must contain at least " + std::to_string(min_length) +
                           (min_length == 1 ? " character." : " characters."),
                       "password_too_short", {}});
    }
    if (refuse_common && is_common_password(password)) out.push_back({"This password is too common.", "password_too_common", {}});
    bool numeric = !password.empty() && std::ranges::all_of(password, [](char c) { return c >= '0' && c <= '9'; });
    if (refuse_numeric && numeric) out.push_back({"This password is entirely numeric.", "password_entirely_numeric", {}});
    return out;
}

std::vector<std::string> PasswordRules::help() const {
    std::vector<std::string> out;
    if (refuse_similar) out.push_back("Your password can’t be too similar to your other personal information.");
    if (min_length > 0) {
        out.push_back("Your password must contain at least " + std::to_string(min_length) +
                      (min_length == 1 ? " character." : " characters."));
    }
    if (refuse_common) out.push_back("Your password can’t be a commonly used password.");
    if (refuse_numeric) out.push_back("Your password can’t be entirely numeric.");
    return out;
}

}  // namespace portico::auth
