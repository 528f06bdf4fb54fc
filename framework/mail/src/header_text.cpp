#include "header_text.hpp"

#include <algorithm>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico::mail {

namespace {

constexpr std::size_t longest_line = 78; // RFC 5322, 2.1.1

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

bool stays_in_q(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || std::string_view("-!*+/").find(c) != std::string_view::npos; }

std::string in_q(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (stays_in_q(c)) out += c;
        else if (c == ' ') out += '_';
        else out.append({'=', digits[byte >> 4], digits[byte & 15]});
    }
    return out;
}

/// base64 only where it is clearly shorter: the other form can be read.
std::string encoded_word(std::string_view text) {
    std::string q = in_q(text), b = text::base64(text);
    return q.size() < b.size() + 5 ? "=?utf-8?q?" + q + "?=" : "=?utf-8?b?" + b + "?=";
}

/// Words with the white space before them.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < text.size();) {
        auto solid = std::min(text.find_first_not_of(" \t", i), text.size());
        auto end = std::min(text.find_first_of(" \t", solid), text.size());
        words.emplace_back(text.substr(i, end - i));
        i = end;
    }
    return words;
}

/// Words beyond ASCII that stand beside each other become one encoded word.
std::vector<std::string> with_encoded(const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < words.size();) {
        if (is_ascii(words[i])) {
            out.push_back(words[i++]);
            continue;
        }
        std::string run;
        for (; i < words.size() && !is_ascii(words[i]); ++i) run += words[i];
        auto solid = run.find_first_not_of(" \t");
        out.push_back(run.substr(0, solid) + encoded_word(std::string_view(run).substr(solid)));
    }
    return out;
}

std::string folded(std::string_view name, const std::vector<std::string>& words) {
    std::string out(name);
    out += ": ";
    std::size_t length = out.size();
    for (const auto& word : words) {
        bool blank = word.find_first_not_of(" \t") == std::string::npos;
        bool has_space = word.front() == ' ' || word.front() == '\t';
        if (length + word.size() > longest_line && has_space && !blank) {
            out += '\n';
            length = 0;
        }
        out += word;
        length += word.size();
    }
    return out + '\n';
}

void check(std::string_view name, std::string_view value) {
    bool broken = name.find_first_of("\r\n") != name.npos || value.find_first_of("\r\n") != value.npos;
    if (broken) throw Error("the header " + std::string(name.substr(0, name.find_first_of("\r\n"))) + " of a mail has a line break in it");
}

/// "Ünï <a@b>" with its name encoded.
std::string encoded_address(std::string_view address) {
    auto bracket = address.rfind('<');
    if (is_ascii(address) || bracket == address.npos) return std::string(address);
    auto person = text::trim(address.substr(0, bracket));
    if (person.size() > 1 && person.front() == '"' && person.back() == '"') person = person.substr(1, person.size() - 2);
    return (is_ascii(person) ? std::string(person) : encoded_word(person)) + ' ' + std::string(address.substr(bracket));
}

} // namespace

std::string header_line(std::string_view name, std::string_view value) {
    check(name, value);
    return folded(name, with_encoded(words_of(value)));
}

std::string address_line(std::string_view name, std::string_view value) {
    check(name, value);
    std::string out;
    for (auto part : text::split(value, ',')) out += (out.empty() ? "" : ", ") + encoded_address(text::trim(part));
    return folded(name, words_of(out));
}

} // namespace portico::mail
