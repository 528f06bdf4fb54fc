#include <portico/project/checks.hpp>

#include <algorithm>

namespace portico {

namespace {

std::string_view level_name(CheckLevel level) {
    switch (level) {
    case CheckLevel::info: return "info";
    case CheckLevel::warning: return "warning";
    default: return "error";
    }
}

}  // namespace

std::string CheckMessage::str() const {
    std::string line = std::string(level_name(level)) + " " + id;
    if (!object.empty() && message.find(object) == message.npos) line += " " + object;
    line += ": " + message;
    if (!hint.empty()) line += "\n    hint: " + hint;
    return line;
}

void CheckReport::error(std::string id, std::string object, std::string message, std::string hint) {
    add({CheckLevel::error, std::move(id), std::move(object), std::move(message), std::move(hint)});
}
void CheckReport::warning(std::string id, std::string object, std::string message, std::string hint) {
    add({CheckLevel::warning, std::move(id), std::move(object), std::move(message), std::move(hint)});
}
void CheckReport::info(std::string id, std::string object, std::string message, std::string hint) {
    add({CheckLevel::info, std::move(id), std::move(object), std::move(message), std::move(hint)});
}
bool CheckReport::has_errors() const {
    return std::any_of(messages_.begin(), messages_.end(),
                       [](const CheckMessage& message) { return message.level == CheckLevel::error; });
}

}  // namespace portico
