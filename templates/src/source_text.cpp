#include "source_text.hpp"

#include <algorithm>

#include <portico/base/text.hpp>

namespace portico::templates {

Place SourceText::place_of(std::string_view part) const {
    Place place;
    place.file = file;
    if (!contains(part)) return place;
    std::string_view all = text;
    auto offset = offset_of(part);
    auto line_start = all.rfind('\n', offset == 0 ? 0 : offset - 1);
    line_start = offset == 0 || line_start == std::string_view::npos ? 0 : line_start + 1;
    auto line_end = std::min(all.find('\n', offset), all.size());
    place.line =
        static_cast<int>(std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(offset), '\n')) +
        1;
    place.column = static_cast<int>(offset - line_start) + 1;

    auto before = all.substr(line_start, offset - line_start);
    auto after = all.substr(offset, line_end - offset);
    if (text::length(before) > 60) before.remove_prefix(before.size() - text::prefix(before, 60).size());
    while (!before.empty() && (before.front() & 0xc0) == 0x80) before.remove_prefix(1);
    after = text::prefix(after, 60);
    std::string number = std::to_string(place.line);
    number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
    auto marked = part.substr(0, std::min(part.find('\n'), after.size()));
    auto width = std::max<std::size_t>(text::length(marked), 1);
    place.excerpt = number + " | " + std::string(before) + std::string(after) + "\n" +
                    std::string(number.size(), ' ') + " | " + std::string(text::length(before), ' ') + "^" +
                    std::string(width - 1, '~') + "\n";
    return place;
}

} // namespace portico::templates
