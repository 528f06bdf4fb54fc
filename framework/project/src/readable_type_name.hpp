#pragma once
#include <string>
#include <typeindex>

namespace portico {

/// "blog::Mailer", for messages.
std::string readable_type_name(std::type_index type);

}  // namespace portico
