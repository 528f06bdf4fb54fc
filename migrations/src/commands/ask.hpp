/// Questions to whoever has typed a command.
#pragma once
#include <iosfwd>
#include <string>

namespace portico::migrations {

/// Is there somebody at the keyboard?
bool is_interactive();
/// What was typed, without spaces around it; empty at the end of input.
std::string ask(std::ostream& out, const std::string& question);

}  // namespace portico::migrations
