/// What makes a password too weak, with Django's rules, messages and codes.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/forms/errors.hpp>

namespace portico::auth {

/// What is known of the person: labels and values ("username", "ann"); a password must not be like them.
using PersonalFacts = std::vector<std::pair<std::string, std::string>>;

struct PasswordRules {
    std::size_t min_length = 8;  // 0: of any length
    double max_similarity = 0.7;
    bool refuse_similar = true;
    bool refuse_common = true;
    bool refuse_numeric = true;

    /// Everything that is wrong with it; empty when it will do.
    std::vector<forms::Fault> faults(std::string_view password, const PersonalFacts& facts = {}) const;
    /// For people, before they choose.
    std::vector<std::string> help() const;
};

bool is_common_password(std::string_view password);

}  // namespace portico::auth
