#include "lexer.hpp"

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/base/white_space.hpp>

namespace portico::templates {

namespace {

constexpr auto npos = std::string_view::npos;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The tag that begins at `start`, or nothing when it isn't closed on its line.
std::string_view tag_at(std::string_view source, std::size_t start) {
    char kind = source[start + 1];
    char closing[2] = {kind == '{' ? '}' : kind, '}'};
    auto line_end = std::min(source.find('\n', start), source.size());
    auto end = source.substr(0, line_end).find(std::string_view(closing, 2), start + 2);
    return end == npos ? std::string_view() : source.substr(start, end + 2 - start);
}

/// The next tag from `from` on; empty when there is none.
std::string_view next_tag(std::string_view source, std::size_t from) {
    for (auto start = source.find('{', from); start != npos && start + 1 < source.size();
         start = source.find('{', start + 1)) {
        char kind = source[start + 1];
        if (kind != '{' && kind != '%' && kind != '#') continue;
        auto tag = tag_at(source, start);
        if (!tag.empty()) return tag;
    }
    return {};
}

Token::Kind kind_of(std::string_view tag) {
    if (tag[1] == '%') return Token::Kind::block;
    return tag[1] == '{' ? Token::Kind::variable : Token::Kind::comment;
}

/// The place behind the quoted text that begins at `start`, or npos when the quote is not closed.
std::size_t behind_quotes(std::string_view text, std::size_t start) {
    for (auto i = start + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == text[start])
            return i + 1;
    }
    return npos;
}

std::size_t word_end(std::string_view text, std::size_t start) {
    bool quoted = false;
    auto i = start;
    while (i < text.size() && !is_space(text[i])) {
        if (text[i] != '"' && text[i] != '\'') {
            ++i;
            continue;
        }
        auto behind = behind_quotes(text, i);
        if (behind == npos) {
            if (quoted) return i;
            while (i < text.size() && !is_space(text[i])) ++i;
            return i;
        }
        quoted = true;
        i = behind;
    }
    return i;
}

} // namespace

std::vector<Token> tokenize(std::string_view source) {
    std::vector<Token> tokens;
    std::string verbatim_end;
    std::size_t done = 0, from = 0;
    for (auto tag = next_tag(source, 0); !tag.empty(); tag = next_tag(source, from)) {
        auto start = static_cast<std::size_t>(tag.data() - source.data());
        from = start + tag.size();
        Token token{kind_of(tag), text::stripped(tag.substr(2, tag.size() - 4)), tag};
        if (!verbatim_end.empty()) {
            if (token.kind != Token::Kind::block || token.content != verbatim_end) continue;
            verbatim_end.clear();
        } else if (token.kind == Token::Kind::block &&
                   (token.content == "verbatim" || token.content.starts_with("verbatim "))) {
            verbatim_end = "end" + std::string(token.content);
        }
        if (start > done)
            tokens.push_back(
                {Token::Kind::text, source.substr(done, start - done), source.substr(done, start - done)});
        tokens.push_back(token);
        done = from;
    }
    if (done < source.size()) tokens.push_back({Token::Kind::text, source.substr(done), source.substr(done)});
    return tokens;
}

bool is_quoted(std::string_view word) {
    return word.size() >= 2 && (word.front() == '"' || word.front() == '\'') && word.back() == word.front();
}

std::vector<std::string_view> split_words(std::string_view content) {
    std::vector<std::string_view> words;
    std::size_t i = 0;
    while (true) {
        while (i < content.size() && is_space(content[i])) ++i;
        if (i >= content.size()) return words;
        auto end = word_end(content, i);
        words.push_back(content.substr(i, end - i));
        i = end;
    }
}

} // namespace portico::templates
