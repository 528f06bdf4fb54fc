#include <portico/templates/html.hpp>

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/base/validators.hpp>

#include "conversion.hpp"
#include "entities.hpp"
#include "unicode.hpp"
#include "url_quote.hpp"

namespace portico::templates {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view reserved = "!$&'()*+,;=:/?#[]@~"; // RFC 3986 section 2.2
constexpr std::size_t longest_url = 2048;

bool begins_with_word(std::string_view text) {
    return !text.empty() && is_word_letter(text::next_code_point(text));
}

/// May this stand before a path: a name, perhaps with a port?
bool is_host(std::string_view word) {
    auto host = word.substr(0, word.find_first_of("/?#"));
    if (host.find_first_of("[]") != npos) return false;
    auto colon = host.find(':');
    return colon == npos ||
           (colon + 1 < host.size() && host.find_first_not_of("0123456789", colon + 1) == npos);
}

/// Bytes that are no UTF-8 become U+FFFD.
std::string as_text(const std::string& bytes) {
    if (text::is_utf8(bytes)) return bytes;
    std::string out;
    for (std::string_view rest = bytes; !rest.empty();) text::append_code_point(out, text::next_code_point(rest));
    return out;
}

std::string requoted(std::string_view part) { return url_quote(as_text(url_unquote(part)), reserved); }

std::string requoted_query(std::string_view query) {
    std::string out;
    for (auto pair : text::split(query, '&')) {
        if (pair.empty()) continue;
        auto equals = pair.find('=');
        auto decoded = [](std::string_view part) {
            return quote_plus(url_unquote(url_unquote(text::replace_all(part, "+", " "))));
        };
        if (!out.empty()) out += '&';
        out += decoded(pair.substr(0, equals)) + "=" +
               (equals == npos ? std::string() : decoded(pair.substr(equals + 1)));
    }
    return out;
}

/// The scheme before a colon, or nothing.
std::string_view scheme_of(std::string_view url) {
    auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    auto colon = url.find(':');
    if (colon == npos || url.empty() || !is_letter(url.front())) return {};
    for (char c : url.substr(0, colon))
        if (!is_letter(c) && (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') return {};
    return url.substr(0, colon);
}

/// Quotes what a URL must not hold, without quoting again what is quoted.
std::string smart_quoted(std::string_view url) {
    while (!url.empty() && static_cast<unsigned char>(url.front()) <= 0x20) url.remove_prefix(1);
    std::string scheme = text::ascii_lower(scheme_of(url));
    auto rest = url.substr(scheme.empty() ? 0 : scheme.size() + 1);
    std::string_view host, fragment, query;
    bool has_host = rest.starts_with("//");
    if (has_host) {
        rest.remove_prefix(2);
        host = rest.substr(0, rest.find_first_of("/?#"));
        rest.remove_prefix(host.size());
        if ((host.find('[') == npos) != (host.find(']') == npos)) return requoted(url);
    }
    if (auto mark = rest.find('#'); mark != npos) {
        fragment = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
    }
    if (auto mark = rest.find('?'); mark != npos) {
        query = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
    }
    std::string out = scheme.empty() ? "" : scheme + ":";
    if (!host.empty() || (has_host && !scheme.empty())) out += "//" + requoted(host);
    out += requoted(rest);
    if (!query.empty()) out += "?" + requoted_query(query);
    if (!fragment.empty()) out += "#" + requoted(fragment);
    return out;
}

bool starts_with_scheme(std::string_view word) {
    std::string start = text::ascii_lower(word.substr(0, 9));
    std::size_t behind = start.starts_with("http://") ? 7 : start.starts_with("https://") ? 8 : 0;
    if (behind == 0) return false;
    if (word.substr(behind).starts_with('[')) ++behind;
    return begins_with_word(word.substr(std::min(behind, word.size())));
}

/// "www.…", or a name that ends in one of the old top-level domains, perhaps with a path.
bool looks_like_host(std::string_view word) {
    std::string lower = text::ascii_lower(word);
    if (!is_host(lower)) return false;
    if (lower.starts_with("www.")) return true;
    if (lower.starts_with("http") || !begins_with_word(lower)) return false;
    std::string_view all = lower;
    auto at = std::min(all.find('@'), all.size());
    for (std::string_view domain : {".com", ".edu", ".gov", ".int", ".mil", ".net", ".org"}) {
        for (auto found = all.find(domain); found != npos; found = all.find(domain, found + 1)) {
            auto end = found + domain.size();
            bool ends = end == all.size() || all[end] == '/';
            auto before = text::length(all.substr(0, found));
            if (ends && before >= 2 && found < at && all.find('\n', end) == npos) return true;
        }
    }
    return false;
}

/// A word without the punctuation around it.
struct Trimmed {
    std::string_view lead{}, middle{};
    std::string trail{};
};

std::string_view without_end(std::string_view text, std::string_view characters) {
    auto last = text.find_last_not_of(characters);
    return last == npos ? std::string_view(text.data(), 0) : text.substr(0, last + 1);
}

class PunctuationTrimmer {
public:
    explicit PunctuationTrimmer(std::string_view word) {
        auto first = std::min(word.find_first_not_of("(["), word.size());
        result_.lead = word.substr(0, first);
        result_.middle = word.substr(first);
    }

    Trimmed run() {
        for (bool trimmed = true; trimmed && !result_.middle.empty();) {
            trimmed = trim_wrapping('(', ')');
            trimmed = trim_wrapping('[', ']') || trimmed;
            trimmed = trim_punctuation() || trimmed;
            trimmed = trim_semicolons() || trimmed;
        }
        return std::move(result_);
    }

private:
    void cut_to(std::size_t length) {
        result_.trail.insert(0, result_.middle.substr(length));
        result_.middle = result_.middle.substr(0, length);
    }

    bool trim_wrapping(char open, char close) {
        auto& middle = result_.middle;
        auto opened = std::count(middle.begin(), middle.end(), open);
        auto closed = std::count(middle.begin(), middle.end(), close);
        if (opened >= closed || !middle.ends_with(close)) return false;
        cut_to(middle.size() - static_cast<std::size_t>(closed - opened));
        return true;
    }

    bool trim_punctuation() {
        bool entity = result_.middle.find('&') != npos;
        auto stripped = without_end(result_.middle, entity ? ".,:!" : ".,:;!");
        if (stripped.size() == result_.middle.size()) return false;
        cut_to(stripped.size());
        return true;
    }

    /// A semicolon that may end an entity stays.
    bool trim_semicolons() {
        auto& middle = result_.middle;
        auto reference = middle.rfind('&');
        if (!middle.ends_with(';') || reference == npos) return false;
        std::string unescaped = html_unescape(middle.substr(reference));
        if (unescaped != middle.substr(reference) && !unescaped.ends_with(';')) return false;
        auto start = without_end(middle, ".,:;!").size();
        auto semicolons = middle.size() - without_end(middle, ";").size();
        cut_to(semicolons > 1 ? middle.find(';', start) + 1 : start);
        return true;
    }

    Trimmed result_{};
};

std::optional<std::string> link_of(std::string_view middle, const UrlizeStyle& style, bool& is_mail) {
    if (middle.size() <= longest_url && starts_with_scheme(middle))
        return smart_quoted(html_unescape(middle));
    if (middle.size() <= longest_url && looks_like_host(middle)) {
        return smart_quoted((style.assume_https ? "https://" : "http://") + html_unescape(middle));
    }
    auto at = middle.rfind('@');
    if (at == npos || middle.find(':') != npos || !is_email(middle) || middle.substr(at) == "@localhost")
        return std::nullopt;
    is_mail = true;
    return "mailto:" + url_quote(middle.substr(0, at), "") + "@" + url_quote(middle.substr(at + 1), "");
}

std::string trimmed_text(std::string_view text, std::optional<std::int64_t> limit) {
    if (!limit || static_cast<std::int64_t>(text::length(text)) <= *limit) return std::string(text);
    return std::string(text::prefix(text, static_cast<std::size_t>(std::max<std::int64_t>(0, *limit - 1)))) +
           "…";
}

void append_word(std::string& out, std::string_view word, const UrlizeStyle& style) {
    auto escaped = [&](std::string_view part) {
        return style.escape ? text::html_escape(part) : std::string(part);
    };
    if (word.find_first_of(".@:") == npos) return void(out += escaped(word));
    Trimmed parts = PunctuationTrimmer(word).run();
    bool is_mail = false;
    auto url = link_of(parts.middle, style, is_mail);
    if (!url) return void(out += escaped(word));
    out += escaped(parts.lead) + "<a href=\"" + text::html_escape(*url) + "\"";
    if (style.nofollow && !is_mail) out += " rel=\"nofollow\"";
    out += ">" + escaped(trimmed_text(parts.middle, style.trim)) + "</a>" + escaped(parts.trail);
}

bool ends_word(char32_t letter) {
    return letter == '<' || letter == '>' || letter == '"' || letter == '\'' || is_unicode_space(letter);
}

} // namespace

std::string urlized(std::string_view text, const UrlizeStyle& style) {
    std::string out;
    auto rest = text;
    while (!rest.empty()) {
        auto start = rest;
        auto here = rest;
        bool between = ends_word(text::next_code_point(here));
        while (!here.empty()) {
            auto next = here;
            if (ends_word(text::next_code_point(next)) != between) break;
            here = next;
        }
        auto word = start.substr(0, start.size() - here.size());
        if (between)
            out += style.escape ? text::html_escape(word) : std::string(word);
        else
            append_word(out, word, style);
        rest = here;
    }
    return out;
}

std::string smart_quoted_url(std::string_view url) { return smart_quoted(url); }

} // namespace portico::templates
