#pragma once
#include <optional>
#include <string>

namespace portico::auth {

/// Is there somebody at the keyboard?
bool is_interactive();
/// A line typed by a person; nothing at the end of input.
std::optional<std::string> ask(const std::string& question);
/// The same without showing what is typed.
std::optional<std::string> ask_secretly(const std::string& question);

}  // namespace portico::auth
