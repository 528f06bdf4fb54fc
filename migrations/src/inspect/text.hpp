#pragma once
#include <string>

#include "models.hpp"

namespace portico::migrations::inspect {

std::string header_text(const Inspected& inspected, const std::string& app);
std::string source_text(const Inspected& inspected, const std::string& app, const std::string& header);

}  // namespace portico::migrations::inspect
