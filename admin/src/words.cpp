#include "words.hpp"

#include <portico/base/text.hpp>

namespace portico::admin {

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string counted(std::int64_t number, std::string_view singular, std::string_view plural) {
    return grouped(number) + " " + std::string(number == 1 ? singular : plural);
}

std::string shortened(std::string_view text, std::size_t most) {
    std::string_view front = text::prefix(text, most);
    if (front.size() == text.size()) return std::string(text);
    return std::string(text::prefix(text, most - 1)) + "…";
}

std::string in_quotes(std::string_view text, std::size_t most) { return "“" + shortened(text, most) + "”"; }

std::string initials_of(std::string_view name) {
    std::string letters;
    for (std::string_view word : text::split(name, ' ')) {
        if (word.empty()) continue;
        letters += text::upper(text::prefix(word, 1));
        if (text::length(letters) == 2) break;
    }
    return letters.empty() ? "?" : letters;
}

std::string escaped(std::string_view text) { return text::html_escape(text); }

}  // namespace portico::admin
