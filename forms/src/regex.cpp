#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <map>
#include <memory>

#include <portico/base/error.hpp>
#include <portico/forms/validators.hpp>

namespace portico::forms {

namespace {

struct FreeCode {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, FreeCode>;

Code compile(const std::string& pattern) {
    int number = 0;
    PCRE2_SIZE place = 0;
    Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                            PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &number, &place, nullptr));
    if (code) return code;
    PCRE2_UCHAR message[256];
    pcre2_get_error_message(number, message, sizeof message);
    throw Error("pattern \"" + pattern + "\" is no regular expression: " + reinterpret_cast<const char*>(message) +
                " at character " + std::to_string(place));
}

}  // namespace

bool matches(const std::string& pattern, std::string_view text) {
    thread_local std::map<std::string, Code> known;
    auto found = known.find(pattern);
    if (found == known.end()) found = known.emplace(pattern, compile(pattern)).first;
    std::unique_ptr<pcre2_match_data, void (*)(pcre2_match_data*)> data(
        pcre2_match_data_create_from_pattern(found->second.get(), nullptr), pcre2_match_data_free);
    return pcre2_match(found->second.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, data.get(),
                       nullptr) >= 0;
}

}  // namespace portico::forms
