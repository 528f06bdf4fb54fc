#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>

#include "case.hpp"

namespace portico::conformance {

/// The arguments of a utility case, by name. What is not of the kind asked for is an error, as it is in the recorded program.
class Arguments {
public:
    explicit Arguments(const Case& recorded) : case_(recorded), args_(recorded.at("args")) {}

    const Case& recorded() const { return case_; }
    const Json& all() const { return args_; }
    /// Null where it is absent or null.
    const Json* find(const char* name) const;
    const Json& at(const char* name) const;
    /// A text, a safe text or bytes.
    std::string text(const char* name) const;
    std::string text(const char* name, std::string otherwise) const;
    std::optional<std::string> optional_text(const char* name) const;
    std::vector<std::string> texts(const char* name) const;
    bool flag(const char* name, bool otherwise = false) const;
    std::int64_t integer(const char* name) const;
    std::optional<std::int64_t> optional_integer(const char* name) const;
    std::optional<double> optional_number(const char* name) const;
    /// As the templates have it; null where it is absent.
    Value value(const char* name) const;
    /// A setting of the case, or null.
    const Json* setting(const char* name) const;

private:
    const Case& case_;
    const Json& args_;
};

/// What a utility of the framework gives for these arguments, in the notation of the cases.
using Operation = Json (*)(const Arguments&);

/// Runs the operation by the case's clock and compares.
Outcome run_operation(const Case& recorded, Operation operation);

using Operations = std::map<std::string, Operation, std::less<>>;

/// One function for each family of operations.
void add_text_operations(Operations& operations);
void add_html_operations(Operations& operations);
void add_date_operations(Operations& operations);
void add_number_operations(Operations& operations);
void add_paginator_operations(Operations& operations);
void add_url_operations(Operations& operations);
void add_route_operations(Operations& operations);
void add_request_operations(Operations& operations);
void add_response_operations(Operations& operations);
void add_caching_operations(Operations& operations);
void add_cookie_operations(Operations& operations);
void add_field_operations(Operations& operations);
void add_form_operations(Operations& operations);
void add_model_field_operations(Operations& operations);
void add_validator_operations(Operations& operations);
void add_csrf_operations(Operations& operations);
void add_password_operations(Operations& operations);
void add_signing_operations(Operations& operations);
void add_session_operations(Operations& operations);
void add_mail_operations(Operations& operations);
void add_feed_operations(Operations& operations);

} // namespace portico::conformance
