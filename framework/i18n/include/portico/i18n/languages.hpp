#pragma once
#include <span>
#include <string_view>

namespace portico::i18n {

/// A language that sites may be shown in.
struct Language {
    std::string_view code{};  // "pt-br"
    std::string_view name{};  // "Brazilian Portuguese"
    std::string_view local{}; // "Português Brasileiro"
    bool right_to_left = false;
};

std::span<const Language> languages();
/// "de-at" finds "de" when there is no entry of its own; null when neither is known.
const Language* find_language(std::string_view code);

} // namespace portico::i18n
