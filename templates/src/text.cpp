#include <portico/templates/text.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "lexer.hpp"
#include "truncation.hpp"
#include "unicode.hpp"

namespace portico::templates {

namespace {

bool is_wrap_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string with_tabs_expanded(std::string_view line) {
    std::string out;
    std::size_t column = 0;
    for (auto rest = line; !rest.empty();) {
        auto letter = text::prefix(rest, 1);
        rest.remove_prefix(letter.size());
        if (letter == "\t") {
            out.append(8 - column % 8, ' ');
            column += 8 - column % 8;
        } else {
            out += letter;
            ++column;
        }
    }
    return out;
}

/// The line's words and the white space between them, in turn.
std::vector<std::string_view> chunks_of(std::string_view line) {
    std::vector<std::string_view> chunks;
    for (std::size_t i = 0; i < line.size();) {
        auto start = i;
        bool space = is_wrap_space(line[i]);
        while (i < line.size() && is_wrap_space(line[i]) == space) ++i;
        chunks.push_back(line.substr(start, i - start));
    }
    return chunks;
}

bool is_blank(std::string_view chunk) { return is_wrap_space(chunk.front()); }

void wrap_line(std::vector<std::string>& lines, std::string_view line, std::size_t width) {
    std::string expanded = with_tabs_expanded(line);
    auto chunks = chunks_of(expanded);
    bool first = true;
    for (std::size_t i = 0; i < chunks.size();) {
        if (!first && is_blank(chunks[i])) ++i;
        std::vector<std::string_view> current;
        std::size_t length = 0;
        while (i < chunks.size() && length + text::length(chunks[i]) <= width) {
            length += text::length(chunks[i]);
            current.push_back(chunks[i++]);
        }
        if (i < chunks.size() && current.empty() && text::length(chunks[i]) > width)
            current.push_back(chunks[i++]);
        if (!current.empty() && is_blank(current.back())) current.pop_back();
        if (current.empty()) continue;
        std::string text;
        for (auto chunk : current) text += chunk;
        lines.push_back(std::move(text));
        first = false;
    }
    if (first) lines.emplace_back(line);
}

} // namespace

constexpr std::string_view place_of_text = "%(truncated_text)s";

std::string with_mark(std::string_view text, std::string_view mark) {
    if (mark.find(place_of_text) != std::string_view::npos) return text::replace_all(mark, place_of_text, text);
    if (text.ends_with(mark)) return std::string(text);
    return std::string(text).append(mark);
}

std::int64_t length_before_mark(std::int64_t length, std::string_view mark) {
    std::string shown = with_mark("", mark);
    for (std::string_view rest = shown; !rest.empty() && length > 0;)
        if (!is_combining(text::next_code_point(rest))) --length;
    return length;
}

std::string truncated_chars(std::string_view raw, std::int64_t length, std::string_view mark) {
    if (length <= 0) return "";
    std::string text = composed(raw);
    std::string_view rest = text;
    const std::int64_t kept = length_before_mark(length, mark);
    std::int64_t count = 0;
    std::size_t cut = 0;
    bool is_cut = false;
    while (!rest.empty()) {
        auto here = text.size() - rest.size();
        if (is_combining(text::next_code_point(rest))) continue;
        ++count;
        if (!is_cut && count > kept) {
            cut = here;
            is_cut = true;
        }
        if (count > length) return with_mark(std::string_view(text).substr(0, cut), mark);
    }
    return text;
}

std::string truncated_words(std::string_view text, std::int64_t count, std::string_view mark) {
    if (count <= 0) return "";
    std::string out;
    out.reserve(std::min(text.size(), static_cast<std::size_t>(count) * 8) + 4);
    std::int64_t words = 0;
    // One more than wanted shows that something is left out.
    for (auto word : words_of(text, static_cast<std::size_t>(count) + 1)) {
        if (words == count) return with_mark(out, mark);
        if (words++ != 0) out += ' ';
        out += word;
    }
    return out;
}

std::string word_wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    for (auto line : lines_of(text)) wrap_line(lines, line, width);
    if (text.ends_with('\n')) lines.emplace_back();
    return text::join(lines, "\n");
}

std::string plain_newlines(std::string_view text) {
    return text::replace_all(text::replace_all(text, "\r\n", "\n"), "\r", "\n");
}

std::string phone_digits(std::string_view text) {
    constexpr std::string_view digits = "22233344455566677778889999";
    std::string out = text::lower(text);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = digits[static_cast<std::size_t>(c - 'a')];
    }
    return out;
}

std::string capitalized_label(std::string_view name) {
    std::string text = text::replace_all(name, "_", " ");
    auto first = text::prefix(text, 1);
    return text::upper(first) + text::lower(std::string_view(text).substr(first.size()));
}

std::string text_list(const std::vector<std::string>& items, std::string_view last_word) {
    if (items.empty()) return "";
    if (items.size() == 1) return items.front();
    std::string out = text::join({items.begin(), items.end() - 1}, ", ");
    return out.append(" ").append(last_word).append(" ") + items.back();
}

std::vector<std::string_view> smart_split(std::string_view text) { return split_words(text); }

std::string unquoted_literal(std::string_view literal) {
    if (!is_quoted(literal)) throw ConversionError("«" + std::string(literal) + "» is no text in quotes");
    std::string quote(1, literal.front());
    std::string out = text::replace_all(literal.substr(1, literal.size() - 2), "\\" + quote, quote);
    return text::replace_all(out, "\\\\", "\\");
}

} // namespace portico::templates
