#include <portico/base/text.hpp>
#include <portico/templates/html.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "escaping.hpp"
#include "url_quote.hpp"

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

Value escape_for_js(FilterCall& call) { return Value(Html{escape_js(call.text())}); }

Value iri_encode(FilterCall& call) { return Value(iri_to_uri(call.text())); }

Value url_encode(FilterCall& call) {
    return Value(url_quote(call.text(), call.argument ? python_str(*call.argument) : "/"));
}

bool must_escape(const FilterCall& call) { return call.autoescape() && !is_safe(call.input); }

Value paragraphs(FilterCall& call) { return Value(Html{line_breaks(call.text(), must_escape(call))}); }

Value line_breaks_br(FilterCall& call) {
    std::string text = plain_newlines(call.text());
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
    return Value(count ? truncated_html_words(call.text(), *count, " …") : std::string(call.text()));
}

Value script_of_json(FilterCall& call) {
    bool has_id = call.argument && call.argument->truthy();
    if (has_id && is_safe(*call.argument)) {
        // What is HTML already is not escaped again.
        std::string script = json_script(call.input);
        return Value(Html{script.insert(7, " id=\"" + call.argument->str() + "\"")});
    }
    return Value(Html{json_script(call.input, has_id ? python_str(*call.argument) : "")});
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
        {"escapejs", escape_for_js, TakesArgument::no},
        {"force_escape", force_escape, TakesArgument::no, true},
        {"iriencode", iri_encode, TakesArgument::no, true},
        {"json_script", script_of_json, TakesArgument::optional, true},
        {"linebreaks", paragraphs, TakesArgument::no, true},
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
