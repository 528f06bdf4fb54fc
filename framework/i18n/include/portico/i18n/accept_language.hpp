/// Which language a client asks for.
///
///     parse_accept_language("de-de;q=0.5,fr")                         // {"fr", 1}, {"de-de", 0.5}
///     choose_language("de-at,fr;q=0.8", {"en", "de", "fr"}, "en")     // "de"
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico::i18n {

/// The languages of an Accept-Language header in small letters, the most wanted first; nothing where the header is no such thing. Of more than
/// 500 characters those count that come whole before.
std::vector<std::pair<std::string, double>> parse_accept_language(std::string_view header);

/// The one of `supported` that the client likes best: a code itself, what it falls back to ("zh-tw" to "zh-hant", "pt-br" to "pt"), or another
/// country's ("fr" is served with "fr-ca"). Where there is none, the same for `standard`, or `standard` itself.
std::string choose_language(std::string_view accept_language, std::span<const std::string> supported, std::string_view standard);

} // namespace portico::i18n
