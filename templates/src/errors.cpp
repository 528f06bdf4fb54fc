#include <portico/templates/errors.hpp>

namespace portico::templates {

namespace {

std::string with_place(const Place& place, const std::string& message) {
    if (!place) return message;
    return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
           message;
}

} // namespace

TemplateError::TemplateError(const std::string& message, std::string hint, Place place)
    : Error(message, std::move(hint)), place_(std::move(place)), text_(with_place(place_, message)) {}

void TemplateError::set_place(Place place) {
    place_ = std::move(place);
    text_ = with_place(place_, std::string(message()));
}

TemplateNotFound::TemplateNotFound(std::string name, std::string hint, Place place)
    : TemplateError("there is no template \"" + name + "\"", std::move(hint), std::move(place)),
      name_(std::move(name)) {}

} // namespace portico::templates
