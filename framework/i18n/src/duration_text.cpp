#include <portico/i18n/duration_text.hpp>

namespace portico::i18n {

std::string duration_text(Duration duration) {
    auto days = std::chrono::floor<std::chrono::days>(duration);
    std::string clock = to_iso(Time{duration - days});
    return days.count() == 0 ? clock : std::to_string(days.count()) + ' ' + clock;
}

} // namespace portico::i18n
