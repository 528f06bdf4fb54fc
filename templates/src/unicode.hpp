/// Work on text that needs to know what its letters are.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portico::templates {

/// Python's str.title().
std::string title_case(std::string_view text);
/// Words between white space, as Python's str.split(); the first `most` of them.
std::vector<std::string_view> words_of(std::string_view text, std::size_t most = SIZE_MAX);
/// Lines without their ends, as Python's str.splitlines().
std::vector<std::string_view> lines_of(std::string_view text);
/// Unicode's NFC form.
std::string composed(std::string_view text);
bool is_combining(char32_t letter);
bool is_unicode_space(char32_t letter);
/// A letter, digit or underscore: Python's \\w.
bool is_word_letter(char32_t letter);

} // namespace portico::templates
