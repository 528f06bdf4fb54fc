#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex_code.hpp"

#include <pcre2.h>

#include <portico/base/error.hpp>

namespace portico::routing {
namespace {

constexpr std::uint32_t most_steps = 100'000;

std::shared_ptr<void> compile(const std::string& expression, bool whole) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    std::uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (whole ? PCRE2_ANCHORED | PCRE2_ENDANCHORED : 0);
    pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expression.data()), expression.size(), options, &error, &offset, nullptr);
    if (!code) {
        PCRE2_UCHAR message[128];
        pcre2_get_error_message(error, message, sizeof message);
        throw Error("the route \"" + expression + "\" is no regular expression: " + reinterpret_cast<char*>(message) + " at character " +
                    std::to_string(offset));
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return {code, [](void* one) { pcre2_code_free(static_cast<pcre2_code*>(one)); }};
}

/// One for all: it is only read.
pcre2_match_context* bounds() {
    static pcre2_match_context* context = [] {
        auto* made = pcre2_match_context_create(nullptr);
        pcre2_set_match_limit(made, most_steps);
        return made;
    }();
    return context;
}

} // namespace

RegexCode::RegexCode(const std::string& expression, bool whole) : code_(compile(expression, whole)) {
    const auto* code = static_cast<const pcre2_code*>(code_.get());
    std::uint32_t count = 0, names = 0, size = 0;
    PCRE2_SPTR table = nullptr;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &names);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
    for (std::size_t i = 1; i <= count; ++i) groups_.push_back({"", i});
    for (std::uint32_t i = 0; i < names; ++i, table += size)
        groups_[static_cast<std::size_t>(table[0] << 8 | table[1]) - 1].name = reinterpret_cast<const char*>(table + 2);
}

RegexCode::Match RegexCode::search(std::string_view text) const {
    const auto* code = static_cast<const pcre2_code*>(code_.get());
    std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> data(pcre2_match_data_create_from_pattern(code, nullptr),
                                                                              pcre2_match_data_free);
    // An empty text must have an address all the same: a group that matched nothing is told from one that took no part.
    const char* begin = text.data() ? text.data() : "";
    if (pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(begin), text.size(), 0, 0, data.get(), bounds()) < 0) return {};
    const PCRE2_SIZE* places = pcre2_get_ovector_pointer(data.get());
    Match match{true, places[1]};
    for (const auto& group : groups_) {
        PCRE2_SIZE from = places[2 * group.number], to = places[2 * group.number + 1];
        match.values.push_back(from == PCRE2_UNSET ? std::string_view() : std::string_view(begin + from, to - from));
    }
    return match;
}

} // namespace portico::routing
