#include <portico/base/text.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "escaping.hpp"
#include "html_text.hpp"
#include "url_quote.hpp"
#include "urlize.hpp"

namespace portico::templates {

namespace {

bool is_safe(const Value& value) { return value.type() == Value::Type::html; }

Value escape(FilterCall& call) {
    if (is_safe(call.input)) return call.input;
    if (auto* dynamic = call.input.as_dynamic()) {
        if (auto html = dynamic->html()) return Value(std::move(*html));
    }
    return Value(Html{text::html_escape(call.text())});
}

Value force_escape(FilterCall& call) { return Value(Html{text::html_escape(call.text())}); }

Value safe(FilterCall& call) { return Value(Html{std::string(call.text())}); }

Value escape_js(FilterCall& call) {
    constexpr std::string_view special = "\\'\"<>&=-;`";
    constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    auto text = call.text();
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 32 || special.find(text[i]) != std::string_view::npos) {
            out += "\\u00";
            out.append({hex[byte >> 4], hex[byte & 15]});
        } else if (text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029") {
            out += text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            out += text[i];
        }
    }
    return Value(Html{std::move(out)});
}

Value iri_encode(FilterCall& call) { return Value(iri_to_uri(call.text())); }

Value url_encode(FilterCall& call) {
    return Value(url_quote(call.text(), call.argument ? python_str(*call.argument) : "/"));
}

bool must_escape(const FilterCall& call) { return call.autoescape() && !is_safe(call.input); }

std::string with_plain_newlines(std::string_view text) {
    return text::replace_all(text::replace_all(text, "\r\n", "\n"), "\r", "\n");
}

Value line_breaks(FilterCall& call) {
    std::string text = with_plain_newlines(call.text());
    std::string out;
    std::string_view rest = text;
    while (true) {
        auto end = rest.find("\n\n");
        auto paragraph = rest.substr(0, end);
        std::string inside = must_escape(call) ? text::html_escape(paragraph) : std::string(paragraph);
        out += "<p>" + text::replace_all(inside, "\n", "<br>") + "</p>";
        if (end == std::string_view::npos) break;
        out += "\n\n";
        rest.remove_prefix(std::min(rest.find_first_not_of('\n', end), rest.size()));
    }
    return Value(Html{std::move(out)});
}

Value line_breaks_br(FilterCall& call) {
    std::string text = with_plain_newlines(call.text());
    if (must_escape(call)) text = text::html_escape(text);
    return Value(Html{text::replace_all(text, "\n", "<br>")});
}

Value strip(FilterCall& call) { return Value(strip_tags(call.text())); }

Value truncate_chars_html(FilterCall& call) {
    auto length = to_integer(*call.argument);
    return Value(length ? truncated_html_chars(call.text(), *length) : std::string(call.text()));
}

Value truncate_words_html(FilterCall& call) {
    auto count = to_integer(*call.argument);
    return Value(count ? truncated_html_words(call.text(), *count) : std::string(call.text()));
}

Value json_script(FilterCall& call) {
    std::string json;
    append_python_json(json, call.input);
    json = text::replace_all(json, "<", "\\u003C");
    json = text::replace_all(json, ">", "\\u003E");
    json = text::replace_all(json, "&", "\\u0026");
    std::string id = call.argument && call.argument->truthy()
                         ? " id=\"" + conditionally_escaped(*call.argument) + "\""
                         : "";
    return Value(Html{"<script" + id + " type=\"application/json\">" + json + "</script>"});
}

UrlizeStyle urlize_style(const FilterCall& call, std::optional<std::int64_t> limit) {
    return {.trim = limit,
            .nofollow = true,
            .escape = must_escape(call),
            .assume_https = call.rendering.engine.options().urlize_assume_https};
}

Value url_links(FilterCall& call) {
    return Value(Html{urlized(call.text(), urlize_style(call, std::nullopt))});
}

Value url_links_trimmed(FilterCall& call) {
    auto limit = to_integer(*call.argument);
    if (!limit)
        throw RenderError("urlizetrunc needs a whole number, got \"" + python_str(*call.argument) + "\"");
    return Value(Html{urlized(call.text(), urlize_style(call, limit))});
}

} // namespace

std::string conditionally_escaped(const Value& value) {
    if (is_safe(value)) return std::string(*value.as_text());
    if (auto* dynamic = value.as_dynamic()) {
        if (auto html = dynamic->html()) return std::move(html->text);
    }
    return text::html_escape(python_str(value));
}

std::span<const Filter> html_filters() {
    static const Filter filters[] = {
        {"escape", escape, TakesArgument::no, true},
        {"escapejs", escape_js, TakesArgument::no},
        {"force_escape", force_escape, TakesArgument::no, true},
        {"iriencode", iri_encode, TakesArgument::no, true},
        {"json_script", json_script, TakesArgument::optional, true},
        {"linebreaks", line_breaks, TakesArgument::no, true},
        {"linebreaksbr", line_breaks_br, TakesArgument::no, true},
        {"safe", safe, TakesArgument::no, true},
        {"striptags", strip, TakesArgument::no, true},
        {"truncatechars_html", truncate_chars_html, TakesArgument::yes, true},
        {"truncatewords_html", truncate_words_html, TakesArgument::yes, true},
        {"urlencode", url_encode, TakesArgument::optional},
        {"urlize", url_links, TakesArgument::no, true},
        {"urlizetrunc", url_links_trimmed, TakesArgument::yes, true},
    };
    return filters;
}

} // namespace portico::templates
