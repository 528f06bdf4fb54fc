#pragma once
#include <string>
#include <string_view>

#include <portico/templates/errors.hpp>

namespace portico::templates {

/// The text of one template; everything that is compiled from it points into it.
struct SourceText {
    std::string name{};
    std::string file{};
    std::string text{};

    bool contains(std::string_view part) const {
        return part.data() >= text.data() && part.data() <= text.data() + text.size();
    }
    std::size_t offset_of(std::string_view part) const {
        return static_cast<std::size_t>(part.data() - text.data());
    }
    /// Where a part of the text stands, with its line and a mark below it.
    Place place_of(std::string_view part) const;
};

} // namespace portico::templates
