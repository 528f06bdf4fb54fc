/// Checks for a field's list of validators, with Django's names, rules, messages and codes.
///
///     field.validators.push_back(validators::max_value(10));
///     field.validators.push_back(validators::regex("^[a-z]+$", {.message = "Small letters only."}));
///     validators::email()(Value("a@b"))          // ValidationError "Enter a valid email address.", code "invalid"
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/forms/errors.hpp>

namespace portico::forms {

/// Throws ValidationError for a value that won't do.
using Validator = std::function<void(const Value&)>;

namespace validators {

struct RegexOptions {
    std::string message = "Enter a valid value.";
    std::string code = "invalid";
    bool inverse = false;  // the pattern must not be found
};
/// The pattern (PCRE2, UTF) is found in the value as it prints. Error for a pattern that is none.
Validator regex(const std::string& pattern, RegexOptions options = {});

Validator integer();
/// `plain_domains`: those that are fine without a point in them.
Validator email(std::vector<std::string> plain_domains = {"localhost"});
/// Absolute, with one of these schemes.
Validator url(std::vector<std::string> schemes = {"http", "https", "ftp", "ftps"});
Validator domain_name(bool accept_idna = true);
Validator slug(bool allow_unicode = false);
Validator ipv4();
Validator ipv6();
Validator ipv46();
/// "1,2,3"
Validator comma_separated_integers();
Validator integer_list(const std::string& separator = ",", bool allow_negative = false);
Validator no_null_characters();

Validator max_value(Value limit);
Validator min_value(Value limit);
/// In code points.
Validator max_length(std::size_t limit);
Validator min_length(std::size_t limit);
/// A multiple of `step`, counted from `offset`.
Validator step_size(Value step, std::optional<Value> offset = {});
/// No more digits than these, all together and behind the point.
Validator decimal(std::optional<int> max_digits, std::optional<int> decimal_places);
/// A file, or the name of one, that ends in one of these, without the point; nothing: any.
Validator file_extension(std::optional<std::vector<std::string>> allowed);

}  // namespace validators
}  // namespace portico::forms
