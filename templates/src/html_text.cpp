#include <portico/templates/html.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <vector>

#include <portico/base/text.hpp>
#include <portico/templates/errors.hpp>

#include "conversion.hpp"
#include "escaping.hpp"
#include "html_tokenizer.hpp"
#include "truncation.hpp"
#include "unicode.hpp"

namespace portico::templates {

namespace {

class TagStripper : public HtmlTokenizer {
public:
    explicit TagStripper(std::string_view html) : HtmlTokenizer(html, false) {}
    std::string stripped() {
        run(false);
        run(true);
        return std::move(out_);
    }

private:
    void text(std::string_view text) override { out_ += text; }
    void start_tag(std::string_view, std::string_view, bool) override {}
    void end_tag(std::string_view) override {}
    void reference(std::string_view source) override { out_.append(source) += ';'; }
    std::string out_{};
};

bool is_void(std::string_view name) {
    constexpr std::array<std::string_view, 14> names{"area",  "base",   "br",    "col",  "embed",
                                                     "hr",    "img",    "input", "link", "meta",
                                                     "param", "source", "track", "wbr"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Copies HTML until its text is long enough, then closes what is open.
class Truncator : public HtmlTokenizer {
public:
    Truncator(std::string_view html, std::int64_t remaining, std::string_view mark)
        : HtmlTokenizer(html, true), remaining_(remaining), mark_(mark) {}
    std::string truncated() {
        try {
            run(false);
        } catch (const Done&) {
            for (const auto& name : open_) out_ += "</" + name + ">";
        }
        return std::move(out_);
    }

protected:
    struct Done {};
    void start_tag(std::string_view name, std::string_view source, bool closed) override {
        out_ += source;
        if (is_void(name)) return;
        if (closed)
            out_ += "</" + std::string(name) + ">";
        else
            open_.emplace_front(name);
    }
    void end_tag(std::string_view name) override {
        if (is_void(name)) return;
        out_ += "</" + std::string(name) + ">";
        // Only the innermost, as in Django: what is nested wrongly is closed again at the end.
        if (!open_.empty() && open_.front() == name) open_.pop_front();
    }
    void reference(std::string_view) override {}
    /// Takes `size` off what may still come; ends when that is too much.
    void take(std::int64_t size, const std::string& text) {
        if (remaining_ < size) {
            out_ += with_mark(text, mark_);
            throw Done{};
        }
        remaining_ -= size;
        out_ += text;
    }
    std::int64_t remaining_;
    std::string_view mark_;
    std::string out_{};
    std::deque<std::string> open_{};
};

class CharTruncator : public Truncator {
public:
    CharTruncator(std::string_view html, std::int64_t length, std::string_view mark)
        : Truncator(html, length_before_mark(length, mark), mark), length_(length) {}

private:
    void text(std::string_view text) override {
        auto size = static_cast<std::int64_t>(text::length(text));
        seen_ += size;
        if (seen_ == length_ &&
            text::length(out_) + static_cast<std::size_t>(size) == text::length(whole())) {
            out_ += text;
            throw Done{};
        }
        auto part = text::prefix(text, static_cast<std::size_t>(std::max<std::int64_t>(remaining_, 0)));
        take(size, text::html_escape(part));
    }
    std::int64_t length_, seen_ = 0;
};

/// Cut at white space that stands between other letters.
std::vector<std::string_view> inner_words(std::string_view text) {
    auto words = words_of(text);
    if (words.empty()) return {text};
    words.front() = std::string_view(
        text.data(), static_cast<std::size_t>(words.front().data() + words.front().size() - text.data()));
    words.back() = std::string_view(
        words.back().data(), static_cast<std::size_t>(text.data() + text.size() - words.back().data()));
    return words;
}

class WordTruncator : public Truncator {
public:
    using Truncator::Truncator;

private:
    void text(std::string_view text) override {
        auto words = inner_words(text);
        std::string part;
        for (std::size_t i = 0; i < words.size() && static_cast<std::int64_t>(i) < remaining_; ++i) {
            if (i != 0) part += ' ';
            part += words[i];
        }
        take(static_cast<std::int64_t>(words.size()), text::html_escape(part));
    }
};

constexpr int most_rounds = 50;

/// A tag that is never closed and has many more in it would be gone through again and again.
void refuse_open_tags(std::string_view html) {
    constexpr std::size_t longest = 1000;
    auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    for (std::size_t i = 0; i + 1 < html.size(); ++i) {
        if (html[i] != '<' || !is_letter(html[i + 1])) continue;
        auto end = std::min(html.find('>', i), html.size());
        if (end - i < longest + 2) continue;
        if (std::count(html.begin() + static_cast<std::ptrdiff_t>(i), html.begin() + static_cast<std::ptrdiff_t>(end), '<') >= most_rounds)
            throw RenderError("striptags got a tag that is not closed and has " + std::to_string(most_rounds) + " others in it");
        i = end;
    }
}

} // namespace

std::string strip_tags(std::string_view html) {
    std::string text(html);
    refuse_open_tags(text);
    auto count = [](const std::string& part) { return std::count(part.begin(), part.end(), '<'); };
    for (int round = 0; text.find('<') != std::string::npos && text.find('>') != std::string::npos; ++round) {
        if (round >= most_rounds) throw RenderError("striptags got tags inside tags more than 50 deep");
        std::string stripped = TagStripper(text).stripped();
        if (count(stripped) == count(text)) break;
        text = std::move(stripped);
    }
    return text;
}

std::string strip_spaces_between_tags(std::string_view html) {
    std::string out;
    for (std::size_t i = 0; i < html.size(); ++i) {
        out += html[i];
        if (html[i] != '>') continue;
        auto rest = html.substr(i + 1);
        auto next = rest;
        while (!next.empty() && is_unicode_space(text::next_code_point(next))) rest = next;
        if (rest.starts_with('<')) i = html.size() - rest.size() - 1;
    }
    return out;
}

std::string truncated_html_chars(std::string_view html, std::int64_t length, std::string_view mark) {
    if (length <= 0) return "";
    std::string text = composed(html);
    return CharTruncator(text, length, mark).truncated();
}

std::string truncated_html_words(std::string_view html, std::int64_t count, std::string_view mark) {
    if (count <= 0) return "";
    return WordTruncator(html, count, mark).truncated();
}

std::string line_breaks(std::string_view raw, bool escape) {
    std::string text = plain_newlines(raw);
    std::string out;
    std::string_view rest = text;
    while (true) {
        auto end = rest.find("\n\n");
        auto paragraph = rest.substr(0, end);
        std::string inside = escape ? text::html_escape(paragraph) : std::string(paragraph);
        out += "<p>" + text::replace_all(inside, "\n", "<br>") + "</p>";
        if (end == std::string_view::npos) return out;
        out += "\n\n";
        rest.remove_prefix(std::min(rest.find_first_not_of('\n', end), rest.size()));
    }
}

std::string escape_js(std::string_view text) {
    constexpr std::string_view special = "\\'\"<>&=-;`";
    constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 32 || special.find(text[i]) != std::string_view::npos) {
            out += "\\u00";
            out.append({hex[byte >> 4], hex[byte & 15]});
        } else if (byte == 0x7f || (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0)) {
            auto code = byte == 0x7f ? byte : static_cast<unsigned char>(text[++i]);
            out += "\\u00";
            out.append({hex[code >> 4], hex[code & 15]});
        } else if (text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029") {
            out += text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string ascii_json(const Value& value) {
    std::string json;
    append_python_json(json, value);
    return json;
}

std::string json_script(const Value& value, std::string_view id) {
    std::string json = text::replace_all(ascii_json(value), "<", "\\u003C");
    json = text::replace_all(text::replace_all(json, ">", "\\u003E"), "&", "\\u0026");
    std::string attribute = id.empty() ? "" : " id=\"" + text::html_escape(id) + "\"";
    return "<script" + attribute + " type=\"application/json\">" + json + "</script>";
}

} // namespace portico::templates
