#include "mime_part.hpp"

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "header_text.hpp"

namespace portico::mail {

namespace {

constexpr std::size_t longest_line = 78;
constexpr std::size_t base64_line = 76; // RFC 2045, 6.8

std::string in_charset(std::string_view text, const std::string& charset) {
    if (text::ascii_iequals(charset, "utf-8")) return std::string(text);
    bool latin = text::ascii_iequals(charset, "iso-8859-1") || text::ascii_iequals(charset, "latin-1");
    std::string out;
    while (!text.empty()) {
        char32_t letter = text::next_code_point(text);
        if (letter > (latin ? 0xff : 0x7f)) throw Error("a mail's text has letters that \"" + charset + "\" lacks", "use utf-8");
        out += static_cast<char>(letter);
    }
    return out;
}

std::string with_plain_lines(std::string_view text) {
    std::string out = text::replace_all(text::replace_all(text, "\r\n", "\n"), "\r", "\n");
    if (!out.ends_with('\n')) out += '\n';
    return out;
}

std::string escaped(char c) {
    constexpr char digits[] = "0123456789ABCDEF";
    auto byte = static_cast<unsigned char>(c);
    return {'=', digits[byte >> 4], digits[byte & 15]};
}

/// One line in quoted-printable, broken where it is too long (RFC 2045, 6.7).
void append_quoted_line(std::string& out, std::string_view line) {
    std::vector<std::string> letters;
    for (std::size_t i = 0; i < line.size(); ++i) {
        char c = line[i];
        bool blank = c == ' ' || c == '\t';
        bool plain = (c > ' ' && c <= '~' && c != '=') || (blank && i + 1 < line.size());
        letters.push_back(plain ? std::string(1, c) : escaped(c));
    }
    std::size_t left = 0;
    for (const auto& letter : letters) left += letter.size();
    std::size_t length = 0;
    for (const auto& letter : letters) {
        if (length + left > longest_line && length + letter.size() > longest_line - 1) {
            out += "=\n";
            length = 0;
        }
        out += letter;
        length += letter.size();
        left -= letter.size();
    }
    out += '\n';
}

std::string quoted_printable(std::string_view text) {
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        auto end = std::min(rest.find('\n'), rest.size() - 1);
        append_quoted_line(out, rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    return out;
}

std::string base64_lines(std::string_view bytes) {
    std::string all = text::base64(bytes), out;
    for (std::size_t i = 0; i < all.size(); i += base64_line) out += all.substr(i, base64_line) + '\n';
    return out;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

} // namespace

MimePart text_part(std::string_view text, std::string_view subtype, const std::string& charset) {
    std::string body = with_plain_lines(in_charset(text, charset));
    auto lines = text::split(body, '\n');
    bool fits = std::all_of(lines.begin(), lines.end(), [](std::string_view line) { return line.size() <= longest_line; });
    std::string_view encoding = is_ascii(body) ? "7bit" : "8bit";
    if (!fits) {
        std::string quoted = quoted_printable(body), packed = base64_lines(body);
        bool shorter = packed.size() < quoted.size();
        encoding = shorter ? "base64" : "quoted-printable";
        body = shorter ? packed : quoted;
    }
    return {"Content-Type: text/" + std::string(subtype) + "; charset=\"" + charset + "\"\nContent-Transfer-Encoding: " +
                std::string(encoding) + '\n',
            body};
}

MimePart binary_part(std::string_view content, std::string_view content_type) {
    return {"Content-Type: " + std::string(content_type) + "\nContent-Transfer-Encoding: base64\n", base64_lines(content)};
}

MimePart multipart(std::string_view subtype, const std::vector<MimePart>& parts, const std::string& boundary) {
    MimePart whole;
    whole.headers = header_line("Content-Type", "multipart/" + std::string(subtype) + "; boundary=\"" + boundary + '"');
    for (const auto& part : parts) whole.body += "--" + boundary + '\n' + part.headers + '\n' + part.body + '\n';
    whole.body += "--" + boundary + "--\n";
    return whole;
}

} // namespace portico::mail
