/// Any text is a date, a time, a moment, a duration, none of them, or one that there is not; what is written back is read as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <portico/base/date_time.hpp>
#include <portico/base/error.hpp>
#include <portico/http/http_date.hpp>
#include <portico/i18n/zoned_time.hpp>

using namespace portico;

namespace {

template <class Read> void same_again(std::string_view text, Read read) {
    try {
        const auto value = read(text);
        if (value && read(to_iso(*value)) != value) std::abort();
    } catch (const ConversionError&) {
        // of the form, but there is no such day or time
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    same_again(text, parse_date);
    same_again(text, parse_time);
    same_again(text, parse_date_time);
    same_again(text, parse_duration);
    try {
        parse_written_moment(text);
    } catch (const ConversionError&) {
    }
    static const HttpMoment now{};  // years of two digits depend on it
    if (const auto moment = parse_http_date(text, now); moment && parse_http_date(http_date(*moment), now) != moment) std::abort();
    return 0;
}
