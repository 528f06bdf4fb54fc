/// Conditions that say what a model says otherwise.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <portico/migrations/introspection.hpp>

namespace portico::migrations::inspect {

/// The condition itself, of what the database tells: "CHECK ((views >= 0))" is "views >= 0". Empty where it is no check.
std::string condition_of(const LiveCheck& check);
/// Does it keep this column from being less than 0?
bool forbids_negative(const std::string& condition, const std::string& column);
/// Does it want JSON in this column?
bool wants_json(const std::string& condition, const std::string& column);
/// The texts that it allows in this column; nothing where it says something else.
std::optional<std::vector<std::string>> allowed_texts(const std::string& condition, const std::string& column);

}  // namespace portico::migrations::inspect
